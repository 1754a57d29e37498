package io.quantunet.trainer.run.recipe;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the parts of a recipe have in common when they are read. */
final class Checks {

  private Checks() {}

  static void atLeast(double least, String key, double value) {
    if (!(value >= least)) {
      throw new IllegalArgumentException(
          "%s must be at least %s, was %s".formatted(key, Text.number(least), Text.number(value)));
    }
  }

  /** A share of 0 up to, but not including, 1. */
  static void properShare(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s must be 0 or more and below 1, was %s".formatted(key, Text.number(value)));
    }
  }

  static List<Path> paths(Config config, String key) {
    return config.getStringList(key).stream().map(Path::of).toList();
  }

  /** The constant whose lower-case name stands there. */
  static <E extends Enum<E>> E choice(Class<E> type, String key, String value) {
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    if (!names.contains(value)) {
      throw new IllegalArgumentException(
          "%s cannot be '%s'; choose %s".formatted(key, value, String.join(", ", names)));
    }
    return type.getEnumConstants()[names.indexOf(value)];
  }
}
