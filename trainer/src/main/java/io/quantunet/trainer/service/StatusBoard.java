package io.quantunet.trainer.service;

import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.TrainerStatus;
import io.quantunet.proto.TrainerStatus.State;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What the trainer says of itself: the last status stands until the next. One thread. */
final class StatusBoard {

  private final FeedbackStore feedback;
  private final Outbox outbox;
  private final InstantSource clock;
  private TrainerStatus last = TrainerStatus.getDefaultInstance();

  StatusBoard(FeedbackStore feedback, Outbox outbox, InstantSource clock) {
    this.feedback = feedback;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Publishes a new status.
   *
   * @param request the command that it is about; empty for none
   * @param detail one sentence for people
   * @param modelId the model that is rolled out, as far as the trainer knows
   */
  void announce(State state, String request, String detail, String modelId) {
    last =
        TrainerStatus.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setState(state)
            .setRequestId(request)
            .setDetail(Texts.oneLine(detail))
            .setTimeUs(nowUs())
            .setFeedbackFrames(feedback.size())
            .setModelId(modelId)
            .build();
    outbox.publish(last);
  }

  /** Publishes the last status again if the number of frames is another by now. */
  void recount() {
    int frames = feedback.size();
    if (frames != last.getFeedbackFrames()) {
      last = last.toBuilder().setFeedbackFrames(frames).setTimeUs(nowUs()).build();
      outbox.publish(last);
    }
  }

  /** Publishes the last status again: at the broker another may stand in its place. */
  void repeat() {
    outbox.publish(last);
  }

  /** Microseconds since 1970. */
  long nowUs() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
