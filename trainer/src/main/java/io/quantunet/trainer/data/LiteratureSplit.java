package io.quantunet.trainer.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What most papers on BUSI do: benign and malignant images only (all but the class {@code normal}),
 * 70 % to train on and 30 % to validate, at random, no test part (they report the best epoch on
 * these 30 %). It leaks.
 *
 * @param seed of the shuffle
 */
public record LiteratureSplit(long seed) implements SplitProtocol {

  static final String LABEL = "literature";

  private static final double TRAIN_SHARE = 0.70;

  /** By the class, not by the mask: a coarse grid may lose a small lesion. */
  private static final String WITHOUT_LESION = "normal";

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public Partition split(List<Sample> samples) {
    List<Sample> lesions =
        new ArrayList<>(
            samples.stream().filter(sample -> !sample.className().equals(WITHOUT_LESION)).toList());
    Collections.shuffle(lesions, new Random(seed));
    int trained = (int) Math.rint(TRAIN_SHARE * lesions.size());
    return new Partition(
        LABEL, lesions.subList(0, trained), lesions.subList(trained, lesions.size()), List.of());
  }
}
