package io.quantunet.simulator.phantom;

import java.util.Locale;

/** What a tissue volume holds; the three classes of BUSI. */
public enum Finding {
  /** A smooth, wide, hypoechoic lesion that sound passes easily: bright behind. */
  BENIGN,
  /** An irregular, often tall, hypoechoic lesion that swallows sound: a shadow behind. */
  MALIGNANT,
  /** No lesion: every true mask is empty. */
  NORMAL;

  /** The class folder's name in BUSI layout. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
