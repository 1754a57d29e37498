package io.quantunet.gateway.store;

import static io.quantunet.gateway.Samples.START_US;
import static io.quantunet.gateway.Samples.empty;
import static io.quantunet.gateway.Samples.key;
import static io.quantunet.gateway.Samples.outcome;
import static io.quantunet.gateway.Samples.segmented;
import static io.quantunet.gateway.Samples.square;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The feedback store")
class FeedbackStoreTest {

  private static final FrameKey KEY = key("probe-1", 1);
  private static final BinaryMask FOUND = square(4, 4, 8);
  private static final BinaryMask HALF_RIGHT = square(8, 4, 8); // 32 of 64 pixels in common

  private final Database database = TestDatabase.open();
  private final ResultStore results = new ResultStore(database);
  private final FeedbackStore feedback = new FeedbackStore(database);
  private final Statistics statistics = new Statistics(database, Clock.systemUTC());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  @DisplayName("scores a result that came before its truth")
  void scoresResultFirst() {
    put(segmented(KEY, FOUND));
    assertThat(feedback.score(KEY)).isEmpty();

    feedback.store(review(KEY, HALF_RIGHT, 1));

    assertThat(feedback.score(KEY)).hasValue(new Score(KEY, 0.5, true));
    assertThat(results.find(KEY).orElseThrow().dice()).hasValue(0.5);
  }

  @Test
  @DisplayName("scores a result that came after its truth")
  void scoresTruthFirst() {
    feedback.store(review(KEY, HALF_RIGHT, 1));
    assertThat(feedback.score(KEY)).isEmpty();

    put(segmented(KEY, FOUND));

    assertThat(feedback.score(KEY)).hasValue(new Score(KEY, 0.5, true));
  }

  @Test
  @DisplayName("scores a frame once")
  void scoresOnce() {
    put(segmented(KEY, FOUND));
    feedback.store(review(KEY, FOUND, 1));
    feedback.score(KEY);

    assertThat(feedback.score(KEY)).isEmpty();
    assertThat(statistics.stats().reviewed()).isEqualTo(1);
  }

  @Test
  @DisplayName("stretches a truth of the frame's size to the result's grid")
  void stretchesTheTruth() {
    put(segmented(KEY, FOUND));
    feedback.store(review(KEY, square(64, 8, 8, 16), 1)); // the same square at twice the size

    assertThat(feedback.score(KEY).orElseThrow().dice()).isEqualTo(1.0);
  }

  @Test
  @DisplayName("averages Dice per image over images with a lesion only")
  void averagesLesionsOnly() {
    score(1, FOUND, FOUND); // 1.0
    score(2, FOUND, HALF_RIGHT); // 0.5
    score(3, empty(), empty()); // 1.0, but no lesion
    score(4, FOUND, empty()); // 0.0, but no lesion

    StoreStats stats = statistics.stats();
    assertThat(stats.diceLesionMean().orElseThrow()).isCloseTo(0.75, within(1e-12));
    assertThat(stats.reviewed()).isEqualTo(4);
  }

  @Test
  @DisplayName("knows no mean Dice without a lesion")
  void hasNoMeanWithoutLesion() {
    score(1, empty(), empty());

    assertThat(statistics.stats().diceLesionMean()).isEmpty();
  }

  @Test
  @DisplayName("does not score a frame without a mask")
  void needsAMask() {
    put(outcome(KEY, Outcome.OUTCOME_FAILED, "engine lost"));
    feedback.store(review(KEY, FOUND, 1));

    assertThat(feedback.score(KEY)).isEmpty();
    assertThat(results.find(KEY).orElseThrow().dice()).isEmpty();
  }

  @Test
  @DisplayName("lets the later review stand, in whatever order they arrive")
  void keepsTheLaterReview() {
    put(segmented(KEY, FOUND));
    assertThat(feedback.store(review(KEY, FOUND, 2))).isTrue();
    assertThat(feedback.store(review(KEY, HALF_RIGHT, 1))).isFalse();
    assertThat(feedback.score(KEY).orElseThrow().dice()).isEqualTo(1.0);

    assertThat(feedback.store(review(KEY, HALF_RIGHT, 3))).isTrue();
    assertThat(feedback.score(KEY).orElseThrow().dice()).isEqualTo(0.5);
  }

  @Test
  @DisplayName("catches up on scores that a crash left out")
  void catchesUp() {
    for (int i = 1; i <= 3; i++) {
      put(segmented(key("probe-1", i), FOUND));
      feedback.store(review(key("probe-1", i), FOUND, 1));
    }

    assertThat(feedback.scoreAll()).isEqualTo(3);
    assertThat(statistics.stats().diceLesionMean()).hasValue(1.0);
  }

  private void score(long sequence, BinaryMask found, BinaryMask truth) {
    FrameKey key = key("probe-1", sequence);
    put(segmented(key, found));
    feedback.store(review(key, truth, 1));
    assertThat(feedback.score(key)).isPresent();
  }

  private void put(Segmentation message) {
    results.store(List.of(new Arrival.Result(message, START_US)));
  }

  private static Review review(FrameKey key, BinaryMask truth, long timeUs) {
    return new Review(key, truth, "tester", timeUs, START_US);
  }
}
