package io.quantunet.edge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.proto.FrameKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The table of frames in flight")
class FramesInFlightTest {

  private static final FrameKey KEY = new FrameKey("probe-1", "s", 1);

  private final FramesInFlight inFlight = new FramesInFlight();

  @Test
  void letsAFirstCopyGoAtOnce() {
    assertThat(inFlight.start(KEY).earlier()).isCompleted();
  }

  @Test
  void holdsEachCopyUntilTheOneBeforeHasLanded() {
    Flight first = inFlight.start(KEY);
    Flight second = inFlight.start(KEY);
    Flight third = inFlight.start(KEY);

    inFlight.land(first);

    assertThat(second.earlier()).isCompleted();
    assertThat(third.earlier().toCompletableFuture()).isNotDone();
  }

  @Test
  void isEmptyWhenAllHaveLanded() {
    Flight first = inFlight.start(KEY);
    Flight second = inFlight.start(KEY);
    inFlight.land(first);
    assertThat(inFlight.size()).isEqualTo(1);

    inFlight.land(second);

    assertThat(inFlight.size()).isZero();
  }
}
