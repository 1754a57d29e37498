package io.quantunet.edge;

import static io.quantunet.edge.TestSite.frame;
import static io.quantunet.edge.TestSite.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.proto.BundleFile;
import io.quantunet.proto.RolloutReport.State;
import io.quantunet.proto.Segmentation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an edge promises about models, whatever the broker. */
abstract class RolloutContract extends EdgeFixture {

  @Test
  @DisplayName("switches the model under load without losing a frame")
  void switchesTheModel() {
    RunningEdge edge = site.startEdge(MODEL);
    site.publishFrames("probe-1", 1, 150);
    site.rollOut("r1", BundleFile.encode(OTHER.bundle()));
    site.publishFrames("probe-1", 151, 300);
    site.awaitReports(1);
    site.publishFrames("probe-1", 301, 350);
    site.awaitResults(350);

    assertThat(site.distinctSegmented()).isEqualTo(350);
    assertThat(site.results.get(0).getModelId()).isEqualTo("first");
    assertThat(site.results.subList(300, 350))
        .extracting(Segmentation::getModelId)
        .containsOnly("second");
    assertThat(site.reports.get(0).getState()).isEqualTo(State.STATE_SWITCHED);
    assertThat(site.reports.get(0).getModelId()).isEqualTo("second");
    assertThat(site.reports.get(0).getPreviousModelId()).isEqualTo("first");
    assertThat(site.reports.get(0).getEdge()).isEqualTo("edge-1");
    get(edge.stop());
  }

  @Test
  @DisplayName("refuses a damaged bundle and garbage, serves on, and takes the next good rollout")
  void refusesDamagedBundles() {
    RunningEdge edge = site.startEdge(MODEL);
    byte[] damaged = BundleFile.encode(OTHER.bundle());
    damaged[damaged.length - 1] ^= 1;

    site.rollOut("damaged", damaged);
    site.publish(site.topics.rollout(), "garbage".getBytes(StandardCharsets.UTF_8));
    site.awaitReports(2);
    site.publish(frame("probe-1", 1));
    site.awaitResults(1);
    site.rollOut("good", BundleFile.encode(OTHER.bundle()));
    site.awaitReports(3);

    assertThat(site.reports)
        .extracting(report -> report.getState())
        .containsExactly(State.STATE_REFUSED, State.STATE_REFUSED, State.STATE_SWITCHED);
    assertThat(site.reports.get(0).getRolloutId()).isEqualTo("damaged");
    assertThat(site.reports.get(0).getDetail()).contains("damaged bundle");
    assertThat(site.results.get(0).getModelId()).isEqualTo("first");
    assertThat(site.count("quantunet.edge.rollouts.malformed")).isEqualTo(2);
    get(edge.stop());
  }

  @Test
  @DisplayName("installs the rollout that was retained while it was away")
  void takesARetainedRollout() {
    site.rollOut("r0", BundleFile.encode(MODEL.bundle()));
    site.rollOut("r1", BundleFile.encode(OTHER.bundle()));

    RunningEdge edge = site.startEdge(MODEL);
    site.awaitReports(1);
    site.publish(frame("probe-1", 1));
    site.awaitResults(1);

    assertThat(site.reports).extracting(report -> report.getRolloutId()).containsExactly("r1");
    assertThat(site.results.get(0).getModelId()).isEqualTo("second");
    get(edge.stop());
  }

  @Test
  @DisplayName("reports a rollout of the model that serves without loading it again")
  void knowsTheModelThatServes() {
    RunningEdge edge = site.startEdge(MODEL);

    site.rollOut("again", BundleFile.encode(MODEL.bundle()));
    site.awaitReports(1);

    assertThat(site.reports.get(0).getState()).isEqualTo(State.STATE_SWITCHED);
    assertThat(site.count("quantunet.driver.models", "outcome", "installed")).isEqualTo(1);
    get(edge.stop());
  }
}
