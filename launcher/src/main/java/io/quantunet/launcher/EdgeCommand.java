package io.quantunet.launcher;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.edge.EdgeSettings;
import io.quantunet.edge.RunningEdge;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import java.io.IOException;
import java.time.Clock;
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

  private Service.Running start(ActorSystem<Void> system, Config config)
      throws IOException, DecodeException {
    EdgeSettings settings = EdgeSettings.fromConfig(config);
    BundleFile model = BundleFile.read(settings.modelFile());
    RunningEdge edge =
        RunningEdge.start(system, settings, model, new SimpleMeterRegistry(), Clock.systemUTC());
    return new Service.Running(edge.ready(), edge::stop);
  }
}
