package io.quantunet.gateway.store;

import static io.quantunet.gateway.Samples.START_US;
import static io.quantunet.gateway.Samples.key;
import static io.quantunet.gateway.Samples.outcome;
import static io.quantunet.gateway.Samples.segmented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.proto.FrameKey;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The statistics")
class StatisticsTest {

  private static final Instant NOW = Instant.EPOCH.plus(START_US, ChronoUnit.MICROS);

  private final Database database = TestDatabase.open();
  private final ResultStore store = new ResultStore(database);
  private final Statistics statistics = new Statistics(database, InstantSource.fixed(NOW));

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  @DisplayName("are zero and unknown for an empty database")
  void areEmptyAtFirst() {
    StoreStats stats = statistics.stats();

    assertThat(stats.outcomes()).isEmpty();
    assertThat(stats.lost()).isZero();
    assertThat(stats.latencyP50Ms()).isEmpty();
    assertThat(stats.diceLesionMean()).isEmpty();
    assertThat(stats.models()).isEmpty();
    assertThat(statistics.devices()).isEmpty();
  }

  @Test
  @DisplayName("count a gap in the sequence as lost, until the late result arrives")
  void countGaps() {
    put(segmented(key("probe-1", 1)), 0);
    put(segmented(key("probe-1", 4)), 0);
    assertThat(statistics.stats().lost()).isEqualTo(2);

    put(segmented(key("probe-1", 2)), 0);
    put(segmented(key("probe-1", 3)), 0);
    assertThat(statistics.stats().lost()).isZero();
  }

  @Test
  @DisplayName("count a frame that was too late as ended, not as lost")
  void countOtherOutcomes() {
    put(segmented(key("probe-1", 1)), 0);
    put(outcome(key("probe-1", 2), Outcome.OUTCOME_LATE, "deadline passed"), 0);
    put(segmented(key("probe-1", 3)), 0);

    StoreStats stats = statistics.stats();
    assertThat(stats.lost()).isZero();
    assertThat(stats.outcomes()).containsEntry("SEGMENTED", 2L).containsEntry("LATE", 1L);
  }

  @Test
  @DisplayName("keep sessions and devices apart when they look for gaps")
  void keepSessionsApart() {
    put(segmented(new FrameKey("probe-1", "a", 2)), 0);
    put(segmented(new FrameKey("probe-1", "b", 3)), 0);
    put(segmented(new FrameKey("probe-2", "a", 1)), 0);

    assertThat(statistics.devices().get("probe-1").lost()).isEqualTo(3);
    assertThat(statistics.devices().get("probe-1").sessions()).isEqualTo(2);
    assertThat(statistics.devices().get("probe-2").lost()).isZero();
    assertThat(statistics.stats().lost()).isEqualTo(3);
  }

  @Test
  @DisplayName("survive sequence numbers near 2^63, in several sessions and devices")
  void surviveBogusSequences() {
    putAtStart(new FrameKey("probe-1", "a", Long.MAX_VALUE));
    putAtStart(new FrameKey("probe-1", "b", Long.MAX_VALUE - 1));
    putAtStart(new FrameKey("probe-2", "a", 1L << 62));
    putAtStart(new FrameKey("probe-2", "b", 3));

    assertThat(statistics.devices().get("probe-1").lost()).isEqualTo(2 * Statistics.WIDEST_GAP);
    assertThat(statistics.devices().get("probe-2").lost()).isEqualTo(Statistics.WIDEST_GAP + 2);
    assertThat(statistics.stats().lost()).isEqualTo(3 * Statistics.WIDEST_GAP + 2);
  }

  @Test
  @DisplayName("give latency percentiles over the segmented frames")
  void givePercentiles() {
    for (int i = 1; i <= 101; i++) {
      Segmentation message = segmented(key("probe-1", i));
      store.store(
          List.of(new Arrival.Result(message, message.getCaptureTimeUs() + 1000L * (i - 1))));
    }
    Segmentation failed = outcome(key("probe-1", 102), Outcome.OUTCOME_FAILED, "engine lost");
    store.store(List.of(new Arrival.Result(failed, failed.getCaptureTimeUs() + 999_000_000)));

    StoreStats stats = statistics.stats();
    assertThat(stats.latencyP50Ms().orElseThrow()).isCloseTo(50, within(1e-9));
    assertThat(stats.latencyP99Ms().orElseThrow()).isCloseTo(99, within(1e-9));
  }

  @Test
  @DisplayName("give the rate of the last ten seconds")
  void giveTheRate() {
    for (int i = 1; i <= 40; i++) {
      put(segmented(key("probe-1", i)), -1_000_000);
    }
    put(segmented(key("probe-1", 41)), -11_000_000);

    assertThat(statistics.stats().framesPerSecond()).isEqualTo(4.0);
  }

  @Test
  @DisplayName("name the model in use first")
  void nameModels() {
    put(segmented(key("probe-1", 1)), 0);
    put(segmented(key("probe-1", 2)).toBuilder().setModelId("newer").build(), 0);

    StoreStats stats = statistics.stats();
    assertThat(stats.models())
        .extracting(StoreStats.Model::modelId)
        .containsExactly("newer", "quantunet-test-1");
    assertThat(stats.engines()).containsExactly("onednn");
  }

  @Test
  @DisplayName("know each device's latest result")
  void knowTheLatest() {
    put(segmented(key("probe-1", 2)), 0);
    put(segmented(key("probe-1", 1)), 0);

    assertThat(statistics.devices().get("probe-1").latest().orElseThrow().key())
        .isEqualTo(key("probe-1", 1));
  }

  private void putAtStart(FrameKey key) {
    put(segmented(key).toBuilder().setCaptureTimeUs(START_US).build(), 0);
  }

  private void put(Segmentation message, long offsetUs) {
    store.store(List.of(new Arrival.Result(message, START_US + offsetUs)));
  }
}
