package io.quantunet.launcher;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.trainer.service.TrainerService;
import io.quantunet.trainer.service.TrainerSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quantunet trainer}: feedback in, new models out. */
@Command(
    name = "trainer",
    mixinStandardHelpOptions = true,
    description =
        "Collects feedback and retrains on command, until Ctrl-C. Settings: quantunet.trainer.")
final class TrainerCommand implements Callable<Integer> {

  @Mixin private ConfigOption config;
  @Mixin private BrokerOption broker;

  @Override
  public Integer call() throws Exception {
    return Service.run(broker.over(config.load(), "trainer"), "trainer", this::start);
  }

  private Service.Running start(
      ActorSystem<Void> system, Config settings, SimpleMeterRegistry metrics) {
    TrainerService trainer =
        TrainerService.start(system, TrainerSettings.fromConfig(settings), metrics);
    return new Service.Running(trainer.ready(), trainer.ended(), trainer::stop);
  }
}
