package io.quantunet.proto;

import io.quantunet.proto.DecodeException.Reason;

/** How large an image may be. */
public final class ImageLimits {

  /** Pixels across or down. */
  public static final int MAX_SIDE = 4096;

  /** Bytes of a frame's image in its encoding: 8 MiB. */
  public static final int MAX_ENCODED_BYTES = 8 << 20;

  private ImageLimits() {}

  /** Checks a size given as unsigned 32-bit numbers. */
  static void checkSize(String what, int width, int height) throws DecodeException {
    if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
      throw new DecodeException(
          Reason.BAD_SIZE,
          "%s: %s x %s pixels; each side must be 1..%d"
              .formatted(
                  what,
                  Integer.toUnsignedString(width),
                  Integer.toUnsignedString(height),
                  MAX_SIDE));
    }
  }
}
