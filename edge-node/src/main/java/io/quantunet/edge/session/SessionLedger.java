package io.quantunet.edge.session;

import io.quantunet.edge.session.DeviceSession.Verdict;

/** What is known of one session of a device: the frames that came and those that are answered. */
final class SessionLedger {

  /** Gaps remembered in one session. A frame from below them counts as new: see DeviceSession. */
  static final int MAX_RANGES = 4096;

  private final SequenceRanges seen = new SequenceRanges(MAX_RANGES);
  private final SequenceRanges answered = new SequenceRanges(MAX_RANGES);

  Verdict judge(long sequence) {
    if (answered.contains(sequence)) {
      return new Verdict.Duplicate();
    }
    long missed = 0;
    boolean late = false;
    if (!seen.isEmpty()) {
      boolean ahead = Long.compareUnsigned(sequence, seen.highest()) > 0;
      missed = ahead ? sequence - seen.highest() - 1 : 0;
      late = !ahead && !seen.contains(sequence);
    }
    seen.add(sequence);
    return new Verdict.Segment(missed, late);
  }

  void answered(long sequence) {
    seen.add(sequence);
    answered.add(sequence);
  }
}
