package io.quantunet.driver.engine.graph;

/** Activation codes as numbers. */
public final class Codes {

  private Codes() {}

  /** Unsigned bytes as 0..255, into an array from an index on. */
  public static void toInts(byte[] codes, int[] values, int first) {
    for (int i = 0; i < codes.length; i++) {
      values[first + i] = codes[i] & 0xFF;
    }
  }

  /** Unsigned bytes as 0..255. */
  public static int[] toInts(byte[] codes) {
    int[] values = new int[codes.length];
    toInts(codes, values, 0);
    return values;
  }
}
