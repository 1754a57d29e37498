package io.quantunet.driver.model;

/**
 * Signed codes of 2..8 bits without gaps: two's complement, least significant bit first, from the
 * lowest bit of the first byte on. What is left of the last byte is 0.
 */
public final class PackedCodes {

  private PackedCodes() {}

  /** Bytes that so many codes take. */
  public static long length(long codes, BitWidth width) {
    return (codes * width.bits() + 7) / 8;
  }

  /**
   * Packs codes.
   *
   * @param codes values that fit into {@code width} bits
   * @throws IllegalArgumentException if one does not
   */
  public static byte[] pack(byte[] codes, BitWidth width) {
    int bits = width.bits();
    byte[] packed = new byte[(int) length(codes.length, width)];
    long bit = 0;
    for (byte code : codes) {
      if (signed(code, bits) != code) {
        throw new IllegalArgumentException(
            "code %d does not fit into %d bits".formatted(code, bits));
      }
      int place = (code & mask(bits)) << (bit & 7);
      int at = (int) (bit >> 3);
      packed[at] |= (byte) place;
      if (place > 0xFF) {
        packed[at + 1] |= (byte) (place >> 8);
      }
      bit += bits;
    }
    return packed;
  }

  /**
   * Reads packed codes.
   *
   * @param packed as {@link #pack} writes them
   * @param count codes to read; nothing is allocated before the length is known to fit
   * @throws IllegalArgumentException if there are more or fewer bytes than the codes take, or the
   *     rest of the last byte is not 0
   */
  public static byte[] unpack(byte[] packed, int count, BitWidth width) {
    int bits = width.bits();
    if (packed.length != length(count, width)) {
      throw new IllegalArgumentException(
          "%d codes of %d bits take %d bytes, found %d"
              .formatted(count, bits, length(count, width), packed.length));
    }
    byte[] codes = new byte[count];
    long bit = 0;
    for (int i = 0; i < count; i++) {
      int at = (int) (bit >> 3);
      int two = (packed[at] & 0xFF) | (at + 1 < packed.length ? (packed[at + 1] & 0xFF) << 8 : 0);
      codes[i] = signed(two >> (bit & 7), bits);
      bit += bits;
    }
    int used = (int) (bit & 7);
    if (used != 0 && (packed[packed.length - 1] & 0xFF) >> used != 0) {
      throw new IllegalArgumentException("the bits after the last code are not 0");
    }
    return codes;
  }

  private static int mask(int bits) {
    return (1 << bits) - 1;
  }

  /** The lowest bits, read as two's complement. */
  private static byte signed(int value, int bits) {
    int unused = Integer.SIZE - bits;
    return (byte) (value << unused >> unused);
  }
}
