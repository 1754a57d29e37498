package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.report.metric.Estimate;
import java.util.function.Function;

/**
 * A row of figures: what is published beside what each of our nets has.
 *
 * @param key its name in CSV and JSON
 * @param name its name for people
 * @param published as printed; {@code -} where it is not known
 * @param decimals that people see
 * @param ours of one of our nets; NaN where there is nothing to say
 */
record FigureRow(
    String key, String name, String published, int decimals, Function<Judged, Estimate> ours) {

  static final String UNKNOWN = "-";

  String text(Judged judged) {
    return ours.apply(judged).text(decimals);
  }
}
