package io.quantunet.trainer.service;

import io.quantunet.proto.FrameKey;
import io.quantunet.trainer.service.TrainerSettings.FeedbackSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest reviewed frames, bounded in number and in bytes. A frame that is reviewed again counts
 * once, with its last mask. Thread-safe.
 */
final class FeedbackStore {

  private final int capacity;
  private final long maxBytes;
  private final Map<FrameKey, ReviewedFrame> frames = new LinkedHashMap<>();
  private long bytes;

  FeedbackStore(FeedbackSettings settings) {
    this.capacity = settings.capacity();
    this.maxBytes = settings.maxBytes();
  }

  /**
   * Keeps a frame, and forgets the oldest beyond the bounds; the newest stays in any case.
   *
   * @return the forgotten ones
   */
  synchronized List<FrameKey> add(ReviewedFrame frame) {
    ReviewedFrame before = frames.remove(frame.key());
    bytes += frame.message().size() - (before == null ? 0 : before.message().size());
    frames.put(frame.key(), frame);
    return forgetOldest();
  }

  /** How many there are. */
  synchronized int size() {
    return frames.size();
  }

  /** All, oldest first. */
  synchronized List<ReviewedFrame> all() {
    return List.copyOf(frames.values());
  }

  private List<FrameKey> forgetOldest() {
    List<FrameKey> forgotten = new ArrayList<>();
    Iterator<ReviewedFrame> oldest = frames.values().iterator();
    while (frames.size() > 1 && (frames.size() > capacity || bytes > maxBytes)) {
      ReviewedFrame frame = oldest.next();
      oldest.remove();
      bytes -= frame.message().size();
      forgotten.add(frame.key());
    }
    return forgotten;
  }
}
