package io.quantunet.trainer.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.trainer.report.metric.Estimate;

/** A figure in JSON: {@code x}, and {@code x_low} and {@code x_high} if it has an interval. */
public final class EstimateJson {

  private EstimateJson() {}

  /** Puts a figure; null where there is nothing to measure. */
  public static void put(ObjectNode json, String key, Estimate figure) {
    if (!figure.isKnown()) {
      json.putNull(key);
      return;
    }
    json.put(key, figure.value());
    figure
        .interval()
        .ifPresent(
            interval -> {
              json.put(key + "_low", interval.low());
              json.put(key + "_high", interval.high());
            });
  }
}
