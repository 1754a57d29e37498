package io.quantunet.trainer.data;

import java.util.Locale;

/** Which part of a data set an image belongs to. */
public enum Split {
  TRAIN,
  VAL;

  /**
   * From {@code train} or {@code val}.
   *
   * @throws DataException for any other word
   */
  public static Split of(String label) {
    for (Split split : values()) {
      if (split.label().equals(label)) {
        return split;
      }
    }
    throw new DataException("no split is called '" + label + "'; there are train and val");
  }

  /** The word in {@code split.csv}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
