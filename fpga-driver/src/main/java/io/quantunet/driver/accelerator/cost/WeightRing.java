package io.quantunet.driver.accelerator.cost;

import io.quantunet.driver.accelerator.arch.Configuration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When the weights of each block of output channels have come: they are read ahead, one block after
 * the other, as far as the ring and the slots of the parameters have room. A block's words are
 * given free one by one while the last eight pixels of the strip pass them.
 */
final class WeightRing {

  private final Configuration array;
  private final Deque<Use> uses = new ArrayDeque<>();
  private long come;
  private long words;

  /**
   * A block of output channels that uses its weights.
   *
   * @param first number of its first word, counted without end
   * @param words how many it has
   * @param end when its last step is
   * @param cycles of its last eight pixels
   */
  private record Use(long first, long words, long end, long cycles) {

    /** When a number of its words is free. */
    long free(long count) {
      return end - cycles + cycles * count / words;
    }
  }

  WeightRing(Configuration array) {
    this.array = array;
  }

  /**
   * When the weights of the next block have come.
   *
   * @param known when the device knows of them
   */
  long load(LayerTraffic traffic, long known) {
    long beats = traffic.weightBeats();
    long next = words + traffic.layer().weightWords();
    come = Math.max(come, known) + beats;
    long needed = next - array.weightWords(); // words that must be free for the last one
    while (!uses.isEmpty()
        && (uses.peek().first() + uses.peek().words() < needed
            || uses.size() > array.parameterSlots())) {
      uses.remove();
    }
    if (uses.size() == array.parameterSlots()) {
      come = Math.max(come, uses.peek().end() + beats);
    }
    if (!uses.isEmpty() && needed > uses.peek().first()) {
      Use oldest = uses.peek();
      long freed = needed - oldest.first();
      long beatsAfter = freed * beats / traffic.layer().weightWords();
      come = Math.max(come, Math.max(oldest.free(0) + beatsAfter, oldest.free(freed)));
    }
    return come;
  }

  /**
   * The block whose weights were loaded last is computed.
   *
   * @param end when its last step is
   */
  void use(LayerTraffic traffic, long end) {
    long count = traffic.layer().weightWords();
    uses.add(new Use(words, count, end, traffic.layer().steps()));
    words += count;
  }
}
