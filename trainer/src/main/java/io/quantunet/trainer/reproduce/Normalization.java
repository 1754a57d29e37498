package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.loss.BitWidthForm;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to bring bits into the loss that the paper's words allow: {@code lambda * (mean - offset) /
 * unit}. The paper writes of a bit-width loss and of average bits, and defines neither mean nor
 * unit.
 *
 * @param name for people
 * @param form which mean
 * @param unit bits that cost lambda
 * @param offset bits that are free; it changes what is printed, and nothing that is learned
 */
record Normalization(String name, BitWidthForm form, double unit, double offset) {

  private static final int WIDEST = 8;
  private static final int NARROWEST = 2;
  private static final int FLOAT_BITS = 32;

  static final Normalization PLAIN = over(BitWidthForm.LAYERS, 1);

  static final Normalization OURS = over(BitWidthForm.LAYERS, WIDEST);

  static final Normalization OF_FLOAT =
      new Normalization(
          "mean over layers / 32, the share of a float", BitWidthForm.LAYERS, FLOAT_BITS, 0);

  /** Every candidate. */
  static List<Normalization> all() {
    List<Normalization> all = new ArrayList<>();
    for (BitWidthForm form : BitWidthForm.values()) {
      for (int unit = 1; unit <= WIDEST; unit++) {
        all.add(over(form, unit));
      }
    }
    all.add(
        new Normalization(
            "(mean over layers - 2) / 6, the share of 2..8",
            BitWidthForm.LAYERS,
            WIDEST - NARROWEST,
            NARROWEST));
    all.add(OF_FLOAT);
    all.add(
        new Normalization("sum over layers", BitWidthForm.LAYERS, 1.0 / PaperFigures.LAYERS, 0));
    return all;
  }

  /** Those that differ enough in what they make a net learn to be trained with. */
  static List<Normalization> trained() {
    List<Normalization> trained = new ArrayList<>();
    for (BitWidthForm form : BitWidthForm.values()) {
      trained.add(over(form, 1));
      trained.add(over(form, WIDEST));
    }
    trained.add(OF_FLOAT);
    return trained;
  }

  static Normalization over(BitWidthForm form, int unit) {
    String mean = "mean over " + form.label();
    return new Normalization(unit == 1 ? "plain " + mean : mean + " / " + unit, form, unit, 0);
  }

  /** What the loss would have printed at a mean, with the paper's lambda. */
  double term(double mean) {
    return PaperFigures.LAMBDA * (mean - offset) / unit;
  }
}
