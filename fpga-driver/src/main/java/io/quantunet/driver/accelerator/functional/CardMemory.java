package io.quantunet.driver.accelerator.functional;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Card memory, of which only the pages exist that were written; the others read as zeros. */
final class CardMemory {

  private static final int PAGE_BITS = 16;
  private static final int PAGE_BYTES = 1 << PAGE_BITS;
  private static final byte[] ZEROS = new byte[PAGE_BYTES];

  private final Map<Long, byte[]> pages = new HashMap<>();

  void write(long address, ByteBuffer data) {
    long at = address;
    while (data.hasRemaining()) {
      int offset = (int) (at & (PAGE_BYTES - 1));
      int count = Math.min(PAGE_BYTES - offset, data.remaining());
      byte[] page = pages.computeIfAbsent(at >>> PAGE_BITS, number -> new byte[PAGE_BYTES]);
      data.get(page, offset, count);
      at += count;
    }
  }

  void read(long address, ByteBuffer data) {
    long at = address;
    while (data.hasRemaining()) {
      int offset = (int) (at & (PAGE_BYTES - 1));
      int count = Math.min(PAGE_BYTES - offset, data.remaining());
      data.put(pages.getOrDefault(at >>> PAGE_BITS, ZEROS), offset, count);
      at += count;
    }
  }

  void write(long address, byte[] bytes) {
    write(address, ByteBuffer.wrap(bytes));
  }

  /** Bytes from an address on, as a little-endian buffer. */
  ByteBuffer read(long address, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    read(address, bytes);
    return bytes.flip();
  }
}
