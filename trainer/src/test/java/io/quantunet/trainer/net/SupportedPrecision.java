package io.quantunet.trainer.net;

import org.junit.jupiter.api.Assumptions;

/** Leaves a test out, and says so, where the CPU cannot run it. */
public final class SupportedPrecision {

  private SupportedPrecision() {}

  /** Goes on only if this CPU trains in the precision. */
  public static void require(Precision precision) {
    if (!precision.isSupported()) {
      System.out.println("SKIPPED: this CPU does not train in " + precision.label());
    }
    Assumptions.assumeTrue(precision.isSupported(), precision.label());
  }
}
