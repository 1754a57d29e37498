package io.quantunet.trainer.data;

import java.util.List;
import java.util.stream.Collectors;

/** Lists of names in messages: the first few stand for all. */
final class Names {

  private Names() {}

  /** The first names, and dots if there are more. */
  static String some(List<?> names, int most) {
    return names.stream().limit(most).map(String::valueOf).collect(Collectors.joining(", "))
        + (names.size() > most ? ", ..." : "");
  }
}
