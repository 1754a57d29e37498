package io.quantunet.driver.verify;

/** Counts what differs within one vector. */
final class Comparison {

  private long compared = 0;
  private long differing = 0;
  private String firstDifference = "";

  long compared() {
    return compared;
  }

  long differing() {
    return differing;
  }

  /** Where the first difference was; empty if there is none. */
  String firstDifference() {
    return firstDifference;
  }

  void codes(String where, byte[] expected, byte[] actual) {
    checkLength(where, expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      count(where, expected[i] == actual[i]);
    }
  }

  void values(String where, int[] expected, int[] actual) {
    checkLength(where, expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      count(where, expected[i] == actual[i]);
    }
  }

  void mask(Case.Mask mask, int[] logits) {
    checkLength("mask", mask.pixels().length, logits.length);
    for (int i = 0; i < logits.length; i++) {
      int pixel = logits[i] > mask.threshold() ? 1 : 0;
      count("mask", pixel == mask.pixels()[i]);
    }
  }

  private static void checkLength(String where, int expected, int actual) {
    if (expected != actual) {
      throw new IllegalArgumentException(
          "%s: the vector has %d values, the engine gives %d".formatted(where, expected, actual));
    }
  }

  private void count(String where, boolean equal) {
    compared++;
    if (!equal) {
      firstDifference = differing == 0 ? where : firstDifference;
      differing++;
    }
  }
}
