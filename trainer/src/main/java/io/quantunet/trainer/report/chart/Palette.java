package io.quantunet.trainer.report.chart;

import java.util.List;

/** Colours that people with any colour vision tell apart (Okabe & Ito 2008), and the greys. */
public final class Palette {

  public static final String BLUE = "#0072B2";
  public static final String VERMILION = "#D55E00";
  public static final String GREEN = "#009E73";
  public static final String PURPLE = "#AA4499";
  public static final String ORANGE = "#E69F00";
  public static final String SKY = "#56B4E9";

  static final String INK = "#1f2933";
  static final String SOFT_INK = "#616e7c";
  static final String GRID = "#e4e7eb";

  private static final List<String> SERIES = List.of(BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY);

  private static final int[][] RAMP = {
    {0xE3, 0xEE, 0xF7},
    {0xB5, 0xD3, 0xEA},
    {0x7F, 0xB5, 0xD9},
    {0x4C, 0x95, 0xC8},
    {0x25, 0x76, 0xB2},
    {0x12, 0x58, 0x93},
    {0x08, 0x3D, 0x75}
  };

  private Palette() {}

  /** The colour of the n-th series, from 0 on. */
  public static String series(int number) {
    return SERIES.get(number % SERIES.size());
  }

  /**
   * A colour from light to dark.
   *
   * @param share 0..1; what is outside is clamped
   */
  static String ramp(double share) {
    double place = Math.max(0, Math.min(1, share)) * (RAMP.length - 1);
    int below = Math.min((int) place, RAMP.length - 2);
    int[] mixed = new int[3];
    for (int i = 0; i < 3; i++) {
      int from = RAMP[below][i];
      int to = RAMP[below + 1][i];
      mixed[i] = (int) Math.round(from + (place - below) * (to - from));
    }
    return "#%02x%02x%02x".formatted(mixed[0], mixed[1], mixed[2]);
  }

  /** Whether white text reads better on {@link #ramp} than dark text. */
  static boolean isDark(double share) {
    return share > 0.45;
  }
}
