package io.quantunet.trainer.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lines of comma-separated values (RFC 4180, ending in a line feed). */
final class Csv {

  private Csv() {}

  static String line(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\n"));
  }

  /** A number with so many decimals; nothing for what is no number. */
  static String number(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "";
  }

  private static String cell(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
