package io.quantunet.launcher;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.edge.EdgeNode;
import io.quantunet.edge.EdgeSettings;
import io.quantunet.edge.RunningEdge;
import io.quantunet.testsupport.Mosquitto;
import java.util.Map;

/** An edge with the shipped model at a Mosquitto of its own: what a device maker would talk to. */
final class EdgeAtMosquitto implements AutoCloseable {

  static final String SITE = "ward-7";

  private final Mosquitto broker;
  private final ActorSystem<Void> system;
  private final RunningEdge edge;

  EdgeAtMosquitto() throws Exception {
    broker = Mosquitto.require();
    Config config =
        ConfigFactory.parseMap(
                Map.of(
                    "quantunet.edge.mqtt.broker",
                    broker.url(),
                    "quantunet.edge.mqtt.profile",
                    "mosquitto",
                    "quantunet.edge.site",
                    SITE))
            .withFallback(ConfigFactory.load());
    system = ActorSystem.create(Behaviors.empty(), "edge", config);
    edge = EdgeNode.start(system, EdgeSettings.fromConfig(config), new SimpleMeterRegistry());
    Service.get(edge.ready());
  }

  int port() {
    return broker.port();
  }

  @Override
  public void close() throws Exception {
    Service.get(edge.stop());
    system.terminate();
    Service.get(system.getWhenTerminated());
    broker.close();
  }
}
