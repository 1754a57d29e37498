package io.quantunet.edge.session;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A set of sequence numbers (unsigned, from 1) kept as ranges: frames that come in order cost one
 * range however many they are, so that memory grows with the gaps only, and those are bounded.
 */
final class SequenceRanges {

  private final int maxRanges;
  private final NavigableMap<Long, Long> lastByFirst = new TreeMap<>(Long::compareUnsigned);

  /**
   * @param maxRanges beyond these the lowest range is forgotten; positive
   */
  SequenceRanges(int maxRanges) {
    this.maxRanges = maxRanges;
  }

  boolean contains(long sequence) {
    Map.Entry<Long, Long> range = lastByFirst.floorEntry(sequence);
    return range != null && Long.compareUnsigned(sequence, range.getValue()) <= 0;
  }

  /**
   * @return whether it was not there before
   */
  boolean add(long sequence) {
    if (contains(sequence)) {
      return false;
    }
    Map.Entry<Long, Long> below = lastByFirst.lowerEntry(sequence);
    boolean touchesBelow = below != null && below.getValue() + 1 == sequence;
    Long lastAbove = lastByFirst.remove(sequence + 1);
    lastByFirst.put(
        touchesBelow ? below.getKey() : sequence, lastAbove == null ? sequence : lastAbove);
    if (lastByFirst.size() > maxRanges) {
      lastByFirst.pollFirstEntry();
    }
    return true;
  }

  boolean isEmpty() {
    return lastByFirst.isEmpty();
  }

  /** The highest number; only if there is one. */
  long highest() {
    return lastByFirst.lastEntry().getValue();
  }

  int ranges() {
    return lastByFirst.size();
  }
}
