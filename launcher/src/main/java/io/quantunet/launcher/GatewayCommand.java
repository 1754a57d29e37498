package io.quantunet.launcher;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.gateway.Gateway;
import io.quantunet.gateway.GatewaySettings;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quantunet gateway}: results into the database, REST and the live page. */
@Command(
    name = "gateway",
    mixinStandardHelpOptions = true,
    description = "Stores results and shows them, until Ctrl-C. Settings: quantunet.gateway.")
final class GatewayCommand implements Callable<Integer> {

  @Mixin private ConfigOption config;
  @Mixin private BrokerOption broker;

  @Override
  public Integer call() throws Exception {
    Config settings = broker.over(config.load(), "gateway");
    return Service.run(settings, "gateway", this::start);
  }

  private Service.Running start(
      ActorSystem<Void> system, Config config, SimpleMeterRegistry metrics)
      throws ExecutionException, InterruptedException {
    GatewaySettings settings = GatewaySettings.fromConfig(config);
    Gateway gateway = Service.get(Gateway.start(system, settings));
    System.out.println(
        "gateway: page at " + PageAddress.of(settings.bind(), gateway.port()) + "; Ctrl-C ends it");
    return new Service.Running(gateway.subscribed(), gateway.ended(), gateway::close);
  }
}
