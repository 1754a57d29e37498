package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.loss.BitWidthForm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What every {@link Normalization} would have printed at the paper's 4.24 bits, and whether that
 * agrees with what is known of its printed losses. Nothing is trained for it.
 */
final class NormalizationTable {

  /**
   * If the losses that the paper prints are whole sums: at its best epoch the Dice loss, 1 less its
   * Dice, is in them, and the bits can only have the rest.
   */
  static final double SUM_BOUND = PaperFigures.LOSS_BOUND - (1 - PaperFigures.BEST_DICE);

  private static final double ROUNDING = 1e-9;

  private static final List<String> HEADER =
      List.of(
          "Bit-width loss, lambda 0.25",
          "if 4.24 is its own mean",
          "if 4.24 is the mean over layers",
          "below 1.06 (known)",
          String.format(Locale.ROOT, "below %.2f (if whole sums are printed)", SUM_BOUND));

  private static final List<String> NOTES =
      List.of(
          "Known is one inequality: the losses that the paper prints are smaller than 0.25 x its"
              + " average bits, which is 1.06 at 4.24 bits. 'no' is excluded by it, 'yes' agrees"
              + " with it whatever 4.24 is a mean of, 'either' depends on the widths of the"
              + " single layers, which are not known. The second bound assumes that the printed"
              + " losses are sums with a Dice loss of 1 - 0.4947 in them.",
          "Whole widths of the 23 layers cannot average 4.24: 97/23 is 4.22 and 98/23 is 4.26. So"
              + " the paper's figure is weighted, or of widths before rounding, or averaged over"
              + " steps, or taken over other quantizers, too.");

  private NormalizationTable() {}

  static ReportTable table() {
    Map<BitWidthForm, MeanRange> ranges = new EnumMap<>(BitWidthForm.class);
    for (BitWidthForm form : BitWidthForm.values()) {
      ranges.put(form, MeanRange.of(form, PaperFigures.BITS));
    }
    List<List<String>> rows = new ArrayList<>();
    for (Normalization candidate : Normalization.all()) {
      rows.add(row(candidate, ranges.get(candidate.form())));
    }
    return new ReportTable(
        "What the paper's losses say of its bit-width loss", HEADER, rows, NOTES);
  }

  private static List<String> row(Normalization candidate, MeanRange means) {
    double own = candidate.term(PaperFigures.BITS);
    double low = candidate.term(means.low());
    double high = candidate.term(means.high());
    return List.of(
        candidate.name(),
        number(own),
        high - low < ROUNDING ? number(low) : number(low) + " to " + number(high),
        verdict(Math.min(own, low), Math.max(own, high), PaperFigures.LOSS_BOUND),
        verdict(Math.min(own, low), Math.max(own, high), SUM_BOUND));
  }

  /** The plain mean is the bound itself, and not below it. */
  private static String verdict(double low, double high, double bound) {
    if (high < bound - ROUNDING) {
      return "yes";
    }
    return low < bound - ROUNDING ? "either" : "no";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
