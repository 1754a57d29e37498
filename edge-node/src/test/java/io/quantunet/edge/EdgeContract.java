package io.quantunet.edge;

import static io.quantunet.edge.TestSite.frame;
import static io.quantunet.edge.TestSite.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.MaskCodec;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import io.quantunet.testsupport.CuttableNetwork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an edge promises about frames, whatever the broker, besides {@link RolloutContract}. */
abstract class EdgeContract extends RolloutContract {

  @Test
  @DisplayName("answers a frame with the mask that the reference engine computes")
  void segments() throws Exception {
    RunningEdge edge = site.startEdge(MODEL);

    site.publish(frame("probe-1", 1));
    site.awaitResults(1);

    Segmentation result = site.results.get(0);
    assertThat(result.getOutcome()).as(result.getDetail()).isEqualTo(Outcome.OUTCOME_SEGMENTED);
    assertThat(FrameKey.of(result)).isEqualTo(new FrameKey("probe-1", "power-on-1", 1));
    try (InferenceEngine engine =
        Engines.create(EngineKind.REFERENCE, ModelBundles.read(MODEL).model())) {
      assertThat(MaskCodec.decode(result.getMask()))
          .isEqualTo(
              engine.infer(TestModels.image(1).pixels(), TestModels.GRID, TestModels.GRID).mask());
    }
    assertThat(result.getModelId()).isEqualTo("first");
    assertThat(result.getEngine()).isEqualTo("reference");
    assertThat(result.getEdge()).isEqualTo("edge-1");
    assertThat(result.getTimings().getInferenceUs()).isPositive();
    allIsAcknowledged(edge);
    get(edge.stop());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("answers, counts and acknowledges bad input, and segments the next frame")
  void survivesBadInput(BadInput bad) {
    RunningEdge edge = site.startEdge(MODEL);

    site.publish(site.topics.frames("probe-1"), bad.payload());
    site.publish(frame("probe-1", 1));
    site.awaitResults(2);

    Segmentation answer = site.results.get(0);
    assertThat(answer.getOutcome()).isEqualTo(bad.outcome());
    assertThat(answer.getDetail()).contains(bad.detail());
    assertThat(FrameKey.of(answer)).isEqualTo(new FrameKey("probe-1", "", 0));
    assertThat(site.results.get(1).getOutcome()).isEqualTo(Outcome.OUTCOME_SEGMENTED);
    assertThat(site.frames(bad.outcome())).isEqualTo(1);
    bad.reason()
        .ifPresent(
            reason ->
                assertThat(site.count("quantunet.edge.malformed", "reason", reason)).isEqualTo(1));
    allIsAcknowledged(edge);
    get(edge.stop());
  }

  @Test
  @DisplayName("answers frames on a topic whose device is no name")
  void answersAnUnnameableDevice() {
    RunningEdge edge = site.startEdge(MODEL);

    site.publish("qun/v1/" + site.topics.site() + "/frames/probe 1", new byte[] {1});
    site.awaitResults(1);

    assertThat(site.results.get(0).getOutcome()).isEqualTo(Outcome.OUTCOME_MALFORMED);
    assertThat(site.results.get(0).getDetail()).contains("frames/probe 1");
    allIsAcknowledged(edge);
    get(edge.stop());
  }

  @Test
  @DisplayName("answers a frame that comes twice once with a mask, then as a duplicate")
  void recognizesDuplicates() {
    RunningEdge edge = site.startEdge(MODEL);

    site.publish(frame("probe-1", 1));
    site.publish(frame("probe-1", 1));
    site.publish(frame("probe-1", 2));
    site.awaitResults(3);

    assertThat(site.results)
        .extracting(Segmentation::getOutcome)
        .containsExactly(
            Outcome.OUTCOME_SEGMENTED, Outcome.OUTCOME_DUPLICATE, Outcome.OUTCOME_SEGMENTED);
    assertThat(site.results.get(1).getSequence()).isEqualTo(1);
    get(edge.stop());
  }

  @Test
  @DisplayName("segments frames that come out of order, and counts the gap")
  void acceptsReordering() {
    RunningEdge edge = site.startEdge(MODEL);

    List.of(1, 3, 2, 4).forEach(i -> site.publish(frame("probe-1", i)));
    site.awaitResults(4);

    assertThat(site.distinctSegmented()).isEqualTo(4);
    assertThat(site.count("quantunet.edge.frames.missed")).isEqualTo(1);
    assertThat(site.count("quantunet.edge.frames.overdue")).isEqualTo(1);
    get(edge.stop());
  }

  @Test
  @DisplayName("answers a frame whose deadline has passed as late")
  void knowsLateFrames() {
    RunningEdge edge = site.startEdge(MODEL);
    Frame.Builder old =
        Frame.newBuilder()
            .setCaptureTimeUs(Instant.now().minusSeconds(60).getEpochSecond() * 1_000_000)
            .setDeadlineMs(100);

    site.publish(frame("probe-1", 1, old));
    site.awaitResults(1);

    assertThat(site.results.get(0).getOutcome()).isEqualTo(Outcome.OUTCOME_LATE);
    assertThat(site.frames(Outcome.OUTCOME_LATE)).isEqualTo(1);
    allIsAcknowledged(edge);
    get(edge.stop());
  }

  @Test
  @DisplayName("keeps the order of every device's results")
  void keepsTheOrder() {
    RunningEdge edge = site.startEdge(MODEL);

    site.publishFrames("probe-1", 1, 200);
    site.awaitResults(200);

    assertThat(site.results)
        .extracting(Segmentation::getSequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
    get(edge.stop());
  }

  @Test
  @DisplayName("loses no frame and answers none twice over an orderly restart in mid-stream")
  void survivesARestart() {
    RunningEdge first = site.startEdge(MODEL);
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(() -> site.publishFrames("probe-1", 1, 400));
    site.awaitResults(20);
    get(first.stop());
    double before = site.frames(Outcome.OUTCOME_SEGMENTED);

    RunningEdge second = site.startEdge(MODEL);
    get(publishing);
    site.awaitResults(400);

    assertThat(before).as("stopped in mid-stream").isBetween(20.0, 399.0);
    assertThat(site.results)
        .extracting(Segmentation::getSequence)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 400).boxed().toList());
    assertThat(site.distinctSegmented()).isEqualTo(400);
    get(second.stop());
  }

  @Test
  @DisplayName("loses no frame when it dies with frames in flight")
  void survivesItsDeath() {
    try (CuttableNetwork network = new CuttableNetwork(url)) {
      EdgeSettings mortal = withStopTimeout(site.edgeSettings(network.url()));
      RunningEdge first = site.startEdge(mortal, MODEL);
      site.publishFrames("probe-1", 1, 300);
      site.awaitResults(20);
      network.cutForGood();
      get(first.stop());

      RunningEdge second = site.startEdge(MODEL);
      await()
          .atMost(TestSite.PATIENCE)
          .untilAsserted(() -> assertThat(site.distinctSegmented()).isEqualTo(300));
      get(second.stop());
    }
  }

  @Test
  @DisplayName("segments every frame once when the network is cut again and again")
  void survivesCuts() {
    try (CuttableNetwork network = new CuttableNetwork(url)) {
      RunningEdge edge = site.startEdge(site.edgeSettings(network.url()), MODEL);
      for (int i = 0; i < 5; i++) {
        site.publishFrames("probe-1", 100 * i + 1, 100 * i + 100);
        network.cut();
      }
      await()
          .atMost(TestSite.PATIENCE)
          .untilAsserted(() -> assertThat(site.distinctSegmented()).isEqualTo(500));
      allIsAcknowledged(edge);
      get(edge.stop());
      assertThat(site.frames(Outcome.OUTCOME_SEGMENTED)).isEqualTo(500);
      assertThat(site.count("quantunet.driver.frames", "outcome", "segmented"))
          .as("each once, and the self-test")
          .isEqualTo(501);
    }
  }

  @Test
  @DisplayName("keeps the results of a broker that is away, and says that it is degraded")
  void waitsForTheBroker() {
    try (CuttableNetwork network = new CuttableNetwork(url)) {
      RunningEdge edge = site.startEdge(site.edgeSettings(network.url()), MODEL);
      site.publishFrames("probe-1", 1, 50);
      network.cutForGood();
      await()
          .atMost(TestSite.PATIENCE)
          .until(() -> get(edge.health()).state() == EdgeHealth.State.DEGRADED);
      assertThat(get(edge.health()).detail()).contains("no connection to the broker");

      network.restore();

      await()
          .atMost(TestSite.PATIENCE)
          .untilAsserted(() -> assertThat(site.distinctSegmented()).isEqualTo(50));
      allIsAcknowledged(edge);
      assertThat(get(edge.health()).state()).isEqualTo(EdgeHealth.State.READY);
      get(edge.stop());
    }
  }

  private static EdgeSettings withStopTimeout(EdgeSettings settings) {
    return new EdgeSettings(
        settings.site(),
        settings.edge(),
        settings.mqtt(),
        settings.ingest(),
        settings.modelFile(),
        settings.driver(),
        settings.deviceSilence(),
        settings.maxDevices(),
        settings.installTimeout(),
        Duration.ofMillis(100));
  }
}
