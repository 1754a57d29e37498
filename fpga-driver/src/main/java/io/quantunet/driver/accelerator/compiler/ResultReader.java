package io.quantunet.driver.accelerator.compiler;

import io.quantunet.driver.accelerator.arch.Qbs;
import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.MapLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads what the device has stored. */
public final class ResultReader {

  private static final int DIGIT_MASK = (1 << Qbs.DIGIT_BITS) - 1;

  private ResultReader() {}

  /**
   * The logits of a raw result, {@code [height, width]}.
   *
   * @param head the layer that made it
   * @param raw its rows, int32 each
   * @param first index of the first value that is written
   */
  public static void logits(DeviceLayer head, ByteBuffer raw, int[] values, int first) {
    ByteBuffer little = raw.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    for (int y = 0; y < head.height(); y++) {
      little.position(raw.position() + y * head.rawRowBytes());
      little.asIntBuffer().get(values, first + y * head.width(), head.width());
    }
  }

  /** The codes of a map, {@code [height, width, channels]}. */
  public static byte[] codes(MapLayout map, byte[] bytes) {
    byte[] codes = new byte[map.height() * map.width() * map.channels()];
    int at = 0;
    for (int y = 0; y < map.height(); y++) {
      for (int x = 0; x < map.width(); x++) {
        for (int channel = 0; channel < map.channels(); channel++) {
          codes[at++] = (byte) code(map, bytes, x, y, channel);
        }
      }
    }
    return codes;
  }

  private static int code(MapLayout map, byte[] bytes, int x, int y, int channel) {
    int lane = channel % map.array().inputLanes();
    int code = 0;
    for (int digit = 0; digit < map.digits(); digit++) {
      int at = map.offset(x, y, channel / map.array().inputLanes(), digit) + lane / 2;
      int nibble = bytes[at] >> (lane % 2 * Qbs.DIGIT_BITS) & DIGIT_MASK;
      code |= nibble << (digit * Qbs.DIGIT_BITS);
    }
    return code;
  }
}
