package io.quantunet.testsupport;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * JUnit 5 life cycle of an {@link ActorTestKit}, one per test class: {@code @RegisterExtension
 * static final ActorKit KIT = ActorKit.create();}. Akka's own extension is for JUnit 4 only.
 */
public final class ActorKit implements AfterAllCallback {

  private final ActorTestKit kit;

  private ActorKit(Config config) {
    this.kit = ActorTestKit.create("test", config.withFallback(ConfigFactory.load()));
  }

  /** A kit in real time. */
  public static ActorKit create() {
    return new ActorKit(ConfigFactory.empty());
  }

  /** A kit with settings of its own, e.g. {@code ManualTime.config()}. */
  public static ActorKit create(Config config) {
    return new ActorKit(config);
  }

  /** The kit itself: spawn, probes. */
  public ActorTestKit testKit() {
    return kit;
  }

  /** The actor system, for streams. */
  public ActorSystem<Void> system() {
    return kit.system();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    kit.shutdownTestKit();
  }
}
