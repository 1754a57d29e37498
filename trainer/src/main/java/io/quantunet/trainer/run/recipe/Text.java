package io.quantunet.trainer.run.recipe;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.stream.Collectors;

/** One way to write each value, so that equal recipes are equal texts. */
final class Text {

  private Text() {}

  /** {@code 40} and {@code 40.0} are the same number. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  static String value(ConfigValue value) {
    Object plain = value.unwrapped();
    if (plain instanceof Long || plain instanceof Integer) {
      return plain.toString();
    }
    if (plain instanceof Number number) {
      return number(number.doubleValue());
    }
    if (value instanceof ConfigList list) {
      return list.stream().map(Text::value).collect(Collectors.joining(", ", "[", "]"));
    }
    return plain instanceof String text ? ConfigUtil.quoteString(text) : plain.toString();
  }

  /** {@code net.width}, or with the parts that need it in quotes. */
  static String path(List<String> elements) {
    return ConfigUtil.joinPath(elements);
  }
}
