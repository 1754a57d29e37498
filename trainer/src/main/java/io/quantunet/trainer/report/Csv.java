package io.quantunet.trainer.report;

import io.quantunet.trainer.report.metric.Estimate;
import io.quantunet.trainer.report.metric.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

  /** Three cells: a figure and the ends of its interval; empty where they are not known. */
  static List<String> cells(Optional<Estimate> figure, int decimals) {
    Optional<Interval> interval = figure.flatMap(Estimate::interval);
    return List.of(
        figure.map(known -> number(known.value(), decimals)).orElse(""),
        interval.map(range -> number(range.low(), decimals)).orElse(""),
        interval.map(range -> number(range.high(), decimals)).orElse(""));
  }
}
