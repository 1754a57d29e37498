package io.quantunet.trainer.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How often an image is drawn, by the size of its class. */
public enum ClassWeighting {
  /** All images alike: classes by their size. */
  NONE {
    @Override
    double weight(int classSize) {
      return 1;
    }
  },
  /** One over the root: rare classes more often than their share, and yet they do not wear out. */
  SQRT_INVERSE {
    @Override
    double weight(int classSize) {
      return 1 / Math.sqrt(classSize);
    }
  },
  /** One over the size: all classes alike. */
  INVERSE {
    @Override
    double weight(int classSize) {
      return 1.0 / classSize;
    }
  };

  /** Weight of one image. */
  abstract double weight(int classSize);

  /** Its word in recipes, e.g. {@code sqrt-inverse}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * From its label.
   *
   * @throws IllegalArgumentException for any other word; the message lists the labels
   */
  public static ClassWeighting of(String label) {
    return Arrays.stream(values())
        .filter(weighting -> weighting.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no class weighting is called '%s'; there are %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(ClassWeighting::label)
                                .collect(Collectors.joining(", ")))));
  }
}
