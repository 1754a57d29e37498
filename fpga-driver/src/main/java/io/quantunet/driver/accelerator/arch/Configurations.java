package io.quantunet.driver.accelerator.arch;

import java.util.List;

/**
 * The sizes of the array that there are. Made from the architecture file by {@link
 * ArchitectureGenerator}; do not edit.
 */
public final class Configurations {

  /** Small enough for an ECP5 and for tests. */
  public static final Configuration CI = new Configuration("ci", 8, 8, 2, 64, 2048, 4096, 8);

  /** AMD Kria K26. */
  public static final Configuration K26 = new Configuration("k26", 32, 32, 4, 128, 4096, 4096, 8);

  /** AMD Kria K26, with twice the lanes. */
  public static final Configuration K26_WIDE =
      new Configuration("k26-wide", 64, 32, 2, 128, 4096, 4096, 8);

  /** AMD ZCU104. */
  public static final Configuration ZU7EV =
      new Configuration("zu7ev", 64, 32, 8, 256, 8192, 4096, 8);

  /** All of them, smallest first. */
  public static final List<Configuration> ALL = List.of(CI, K26, K26_WIDE, ZU7EV);

  private Configurations() {}
}
