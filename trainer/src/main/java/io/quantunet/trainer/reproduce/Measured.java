package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.report.metric.Estimate;
import io.quantunet.trainer.report.metric.Interval;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One of our figures, for files.
 *
 * @param figure its key
 * @param published what stands beside it
 * @param protocol of the net
 * @param part of the protocol's images
 * @param ours with its interval, if it has one
 */
record Measured(String figure, String published, Protocol protocol, String part, Estimate ours) {

  private static final String HEADER = "figure,published,protocol,part,value,low,high\n";

  static Measured of(FigureRow figure, Judged judged) {
    return new Measured(
        figure.key(),
        figure.published(),
        judged.protocol(),
        judged.part(),
        figure.ours().apply(judged));
  }

  /** All as CSV; no cell needs quotes. */
  static String csv(List<Measured> figures) {
    return figures.stream().map(Measured::line).collect(Collectors.joining("", HEADER, ""));
  }

  private String line() {
    return String.join(
            ",",
            figure,
            published,
            protocol.label(),
            part,
            cell(ours.value()),
            ours.interval().map(Interval::low).map(Measured::cell).orElse(""),
            ours.interval().map(Interval::high).map(Measured::cell).orElse(""))
        + "\n";
  }

  private static String cell(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6f", value) : "";
  }
}
