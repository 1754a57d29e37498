package io.quantunet.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.trainer.service.TrainerSettings.FeedbackSettings;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The feedback store")
class FeedbackStoreTest {

  private static final long PLENTY = 1 << 30;

  @Test
  @DisplayName("keeps the newest frames up to its capacity and names those it forgets")
  void keepsTheNewest() {
    FeedbackStore store = store(3, PLENTY);
    LongStream.rangeClosed(1, 3).forEach(i -> store.add(Reviews.frame(i)));

    assertThat(store.add(Reviews.frame(4))).containsExactly(Reviews.frame(1).key());

    assertThat(store.all()).containsExactly(Reviews.frame(2), Reviews.frame(3), Reviews.frame(4));
  }

  @Test
  @DisplayName("counts a frame that is reviewed again once, as the newest")
  void replacesAReviewedFrame() {
    FeedbackStore store = store(2, PLENTY);
    store.add(Reviews.frame(1));
    store.add(Reviews.frame(2));

    assertThat(store.add(Reviews.frame(1))).isEmpty();
    assertThat(store.add(Reviews.frame(3))).containsExactly(Reviews.frame(2).key());

    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  @DisplayName("is bounded in bytes too, also when the same frame comes over and over")
  void isBoundedInBytes() {
    int one = Reviews.frame(1).message().size();
    FeedbackStore store = store(100, 3L * one + one / 2);
    LongStream.rangeClosed(1, 50).forEach(i -> store.add(Reviews.frame(1)));
    LongStream.rangeClosed(2, 10).forEach(i -> store.add(Reviews.frame(i)));

    assertThat(store.size()).isBetween(2, 4);
    assertThat(store.all().stream().mapToLong(frame -> frame.message().size()).sum())
        .isLessThanOrEqualTo(3L * one + one / 2);
  }

  @Test
  @DisplayName("keeps at least the newest, however large")
  void keepsAtLeastOne() {
    FeedbackStore store = store(100, 1);

    store.add(Reviews.frame(1));
    store.add(Reviews.frame(2));

    assertThat(store.all()).containsExactly(Reviews.frame(2));
  }

  @Test
  @DisplayName("holds out about every fifth frame")
  void holdsOutEveryFifth() {
    long heldOut = LongStream.rangeClosed(1, 100).filter(i -> Reviews.frame(i).isHeldOut()).count();

    assertThat(heldOut).isBetween(15L, 25L);
  }

  private static FeedbackStore store(int capacity, long bytes) {
    return new FeedbackStore(new FeedbackSettings(capacity, bytes, Optional.empty()));
  }
}
