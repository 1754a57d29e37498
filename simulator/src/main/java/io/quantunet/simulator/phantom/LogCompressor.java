package io.quantunet.simulator.phantom;

/**
 * From echo power to grey: decibels over a dynamic range, spread over 0..255.
 *
 * <p>The logarithm is read from the float's exponent and a table of its upper mantissa bits: within
 * 0.01 dB, a tenth of a grey step.
 */
final class LogCompressor {

  private static final int MANTISSA_BITS = 9;
  private static final float DB_PER_OCTAVE = 3.0103f; // 10 log10(2), of power
  private static final float[] MANTISSA_DB = new float[1 << MANTISSA_BITS];

  static {
    for (int i = 0; i < MANTISSA_DB.length; i++) {
      MANTISSA_DB[i] = (float) (10 * Math.log10(1 + (i + 0.5) / MANTISSA_DB.length));
    }
  }

  private final float floorDb;
  private final float greyPerDb;

  /**
   * @param floorDb the strength that is black
   * @param rangeDb from black to white, dB
   */
  LogCompressor(float floorDb, float rangeDb) {
    this.floorDb = floorDb;
    this.greyPerDb = 255 / rangeDb;
  }

  /**
   * The grey level of an echo.
   *
   * @param power squared envelope, at least 0
   * @param gainDb added to it
   * @return 0..255
   */
  int grey(float power, float gainDb) {
    int grey = Math.round((decibels(power) + gainDb - floorDb) * greyPerDb);
    return Math.max(0, Math.min(255, grey));
  }

  /** {@code 10 log10(power)}; about -380 for 0. */
  static float decibels(float power) {
    int bits = Float.floatToRawIntBits(power);
    int exponent = (bits >>> 23) - 127;
    return exponent * DB_PER_OCTAVE
        + MANTISSA_DB[(bits >>> (23 - MANTISSA_BITS)) & (MANTISSA_DB.length - 1)];
  }
}
