package io.quantunet.launcher;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.edge.EdgeNode;
import io.quantunet.edge.EdgeSettings;
import io.quantunet.edge.RunningEdge;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quantunet edge}: frames in, results out. */
@Command(
    name = "edge",
    mixinStandardHelpOptions = true,
    description = "Segments frames, until Ctrl-C. Settings: quantunet.edge and quantunet.driver.")
final class EdgeCommand implements Callable<Integer> {

  @Mixin private ConfigOption config;
  @Mixin private BrokerOption broker;

  @Override
  public Integer call() throws Exception {
    return Service.run(broker.over(config.load(), "edge"), "edge", this::start);
  }

  private Service.Running start(
      ActorSystem<Void> system, Config settings, SimpleMeterRegistry metrics) {
    RunningEdge edge = EdgeNode.start(system, EdgeSettings.fromConfig(settings), metrics);
    return new Service.Running(edge.ready(), edge.ended(), edge::stop);
  }
}
