package io.quantunet.driver.accelerator.functional;

import io.quantunet.driver.accelerator.arch.QbsRegisters;
import java.util.HashMap;
import java.util.Map;

/** The 64-bit counters and the copies of them that can be read. */
final class Counters {

  private final Map<Integer, Long> counting = new HashMap<>();
  private final Map<Integer, Long> latched = new HashMap<>();

  void add(int register, long count) {
    counting.merge(register, count, Long::sum);
  }

  void latch() {
    latched.clear();
    latched.putAll(counting);
  }

  void clear() {
    counting.clear();
    latched.clear();
  }

  static boolean has(int offset) {
    return offset >= QbsRegisters.CYCLES && offset <= QbsRegisters.FRAMES + 4;
  }

  int read(int offset) {
    long value = latched.getOrDefault(offset & ~7, 0L);
    return (int) (offset % 8 == 0 ? value : value >>> 32);
  }
}
