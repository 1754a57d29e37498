package io.quantunet.proto;

import io.quantunet.proto.DecodeException.Reason;
import java.util.Arrays;

/** Masks as alternating run lengths in row order, background first. */
public final class MaskCodec {

  private MaskCodec() {}

  /** The message for a mask. */
  public static Mask encode(BinaryMask mask) {
    Mask.Builder message = Mask.newBuilder().setWidth(mask.width()).setHeight(mask.height());
    byte[] pixels = mask.pixels();
    byte value = 0;
    int start = 0;
    for (int i = 0; i < pixels.length; i++) {
      if (pixels[i] != value) {
        message.addRuns(i - start);
        start = i;
        value = pixels[i];
      }
    }
    return message.addRuns(pixels.length - start).build();
  }

  /**
   * The mask of a message.
   *
   * @throws DecodeException if the size is out of bounds or the runs do not add up to it; nothing
   *     is allocated before that is known
   */
  public static BinaryMask decode(Mask message) throws DecodeException {
    ImageLimits.checkSize("mask", message.getWidth(), message.getHeight());
    int size = message.getWidth() * message.getHeight();
    long sum = 0;
    for (int i = 0; i < message.getRunsCount(); i++) {
      sum += Integer.toUnsignedLong(message.getRuns(i));
    }
    if (sum != size) {
      throw new DecodeException(
          Reason.BAD_MASK,
          "mask: the runs add up to %d pixels, but %d x %d needs %d"
              .formatted(sum, message.getWidth(), message.getHeight(), size));
    }
    byte[] pixels = new byte[size];
    int start = 0;
    for (int i = 0; i < message.getRunsCount(); i++) {
      int end = start + message.getRuns(i);
      if (i % 2 == 1) {
        Arrays.fill(pixels, start, end, (byte) 1);
      }
      start = end;
    }
    return new BinaryMask(message.getWidth(), message.getHeight(), pixels);
  }
}
