package io.quantunet.trainer.data;

import java.util.List;

/** A way to divide images into those to learn from and those to judge by. */
public sealed interface SplitProtocol permits LeakFreeSplit, PaperSplit, LiteratureSplit {

  /** Its word in recipes and reports. */
  String label();

  /**
   * Divides images; the same images and seed always give the same parts.
   *
   * @param samples in the order in which they were loaded
   * @throws DataException if the protocol cannot be followed on them
   */
  Partition split(List<Sample> samples);

  /**
   * From its label.
   *
   * @param seed of the random ones
   * @throws IllegalArgumentException for any other word than {@code leak-free}, {@code paper} and
   *     {@code literature}
   */
  static SplitProtocol of(String label, long seed) {
    return switch (label) {
      case LeakFreeSplit.LABEL -> new LeakFreeSplit();
      case PaperSplit.LABEL -> new PaperSplit(seed);
      case LiteratureSplit.LABEL -> new LiteratureSplit(seed);
      default ->
          throw new IllegalArgumentException(
              "no split protocol is called '%s'; there are %s, %s and %s"
                  .formatted(label, LeakFreeSplit.LABEL, PaperSplit.LABEL, LiteratureSplit.LABEL));
    };
  }
}
