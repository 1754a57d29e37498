package io.quantunet.driver.engine.graph;

/** Activation codes as numbers. */
public final class Codes {

  private Codes() {}

  /** Unsigned bytes as 0..255. */
  public static int[] toInts(byte[] codes) {
    int[] values = new int[codes.length];
    for (int i = 0; i < codes.length; i++) {
      values[i] = codes[i] & 0xFF;
    }
    return values;
  }
}
