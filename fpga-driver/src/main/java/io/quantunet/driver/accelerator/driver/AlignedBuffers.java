package io.quantunet.driver.accelerator.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Direct buffers that begin at a page: the kernel transfers from them without a copy. */
final class AlignedBuffers {

  private static final int PAGE = 4096;

  private AlignedBuffers() {}

  static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes + 2 * PAGE) // the slice ends at a page, too
        .alignedSlice(PAGE)
        .limit(bytes)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
