package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quantunet.gateway.GatewayStats;
import io.quantunet.simulator.load.FleetReport;
import io.quantunet.simulator.load.FrameSources;
import io.quantunet.simulator.load.SensorFleet;
import io.quantunet.simulator.phantom.PhantomSettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A rollout while frames keep coming")
class RolloutIT {

  private static final int FRAMES_BEFORE = 60;
  private static final int FRAMES_AFTER = 20;

  @Test
  void switchesTheEdgeAndLosesNoFrame() throws Exception {
    DemoSite.Settings settings =
        new DemoSite.Settings("127.0.0.1", 0, 0, Optional.empty(), Optional.empty());
    try (DemoSite site = DemoSite.start(settings)) {
      SensorFleet fleet =
          site.sensors(2, 10, 0, FrameSources.phantom(PhantomSettings.defaults(), 7));
      await().atMost(Duration.ofSeconds(60)).until(() -> site.stats().segmented() > FRAMES_BEFORE);

      Terminal.Seen retrain =
          Terminal.run("retrain", "--broker", site.brokerUrl(), "--epochs", "1");
      assertThat(retrain.exit()).as(retrain.out() + retrain.err()).isZero();
      assertThat(retrain.out()).contains("PUBLISHED").contains("edge edge-1: SWITCHED");
      long atSwitch = site.stats().segmented();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> site.stats().segmented() > atSwitch + FRAMES_AFTER);

      FleetReport sent = fleet.stop().toCompletableFuture().get();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> site.stats().segmented() == sent.framesSent());
      GatewayStats stored = site.stats();
      assertThat(stored.framesLost()).isZero();
      assertThat(stored.duplicatesStored()).isZero();
      assertThat(stored.modelIds()).hasSize(2);
    }
  }
}
