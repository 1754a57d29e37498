package io.quantunet.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.mqtt.settings.BrokerProfile;
import io.quantunet.testsupport.ActorKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The start of an edge")
class EdgeStartTest {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  /** Nothing listens on port 1. */
  private static final EdgeSettings SETTINGS =
      EdgeSettings.fromConfig(
              ConfigFactory.parseString("quantunet.driver.fallback-allowed = false")
                  .withFallback(ConfigFactory.load()))
          .withBroker("tcp://127.0.0.1:1", BrokerProfile.GENERIC);

  @Test
  void failsWithTheReasonWhenThereIsNoSuchEngine() {
    RunningEdge edge = start(EngineKind.FPGA);

    assertThatThrownBy(() -> get(edge.ready()))
        .hasCauseInstanceOf(EdgeException.class)
        .hasMessageContaining("engine fpga");
    assertThatThrownBy(() -> get(edge.ended())).hasMessageContaining("engine fpga");
  }

  @Test
  void waitsForABrokerThatIsNotThereAndCanBeStopped() throws Exception {
    RunningEdge edge = start(EngineKind.REFERENCE);

    assertThat(get(edge.health()).state()).isEqualTo(EdgeHealth.State.STARTING);
    get(edge.stop());

    assertThatThrownBy(() -> get(edge.ready())).hasMessageContaining("stopped");
  }

  @Test
  void namesAModelFileThatIsNotThere() {
    EdgeSettings settings = SETTINGS.withModelFile(Path.of("no-such-model.qun"));

    assertThatThrownBy(() -> EdgeNode.start(KIT.system(), settings, new SimpleMeterRegistry()))
        .isInstanceOf(EdgeException.class)
        .hasMessageContaining("no-such-model.qun");
  }

  @Test
  void refusesADamagedModelFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("damaged.qun"), "QUN1 and nothing else");

    assertThatThrownBy(
            () ->
                EdgeNode.start(
                    KIT.system(), SETTINGS.withModelFile(file), new SimpleMeterRegistry()))
        .isInstanceOf(EdgeException.class)
        .hasMessageContaining("damaged.qun");
  }

  private static RunningEdge start(EngineKind engine) {
    return RunningEdge.start(
        KIT.system(),
        SETTINGS.withDriver(SETTINGS.driver().withEngine(engine)),
        TestModels.bundle("m", 1),
        new SimpleMeterRegistry(),
        Clock.systemUTC());
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(15, TimeUnit.SECONDS);
  }
}
