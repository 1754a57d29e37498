package io.quantunet.edge;

import static io.quantunet.edge.TestSite.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quantunet.mqtt.settings.BrokerProfile;
import io.quantunet.proto.Outcome;
import io.quantunet.testsupport.Mosquitto;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An edge at Mosquitto")
class MosquittoEdgeIT extends EdgeContract {

  private Mosquitto broker;

  @Override
  String startBroker() {
    broker = Mosquitto.require();
    return broker.url();
  }

  @Override
  void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  @Override
  BrokerProfile profile() {
    return BrokerProfile.MOSQUITTO;
  }

  @Test
  @DisplayName("answers every frame when the broker restarts in mid-stream")
  void survivesABrokerRestart() {
    RunningEdge edge = site.startEdge(MODEL);
    site.publishFrames("probe-1", 1, 300);
    site.awaitResults(20);

    broker.stop();
    broker.start();

    await()
        .atMost(TestSite.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(site.distinctSegmented())
                    .as("the edge counted %s", site.frames(Outcome.OUTCOME_SEGMENTED))
                    .isEqualTo(300));
    allIsAcknowledged(edge);
    assertThat(site.frames(Outcome.OUTCOME_SEGMENTED)).isEqualTo(300);
    get(edge.stop());
  }
}
