package io.quantunet.launcher;

import io.quantunet.gateway.GatewayStats;
import io.quantunet.simulator.load.FleetReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What came of a demo's frames: what the sensors sent beside what the gateway stored.
 *
 * @param devices how many sensors
 * @param sent what the sensors know
 * @param stored what the gateway knows
 * @param seconds from the first frame to the last result
 */
record DemoReport(int devices, FleetReport sent, GatewayStats stored, double seconds) {

  private static final List<String> ENDS = List.of("SEGMENTED", "LATE", "FAILED");

  /** Frames that were sent and have not ended. */
  long lost() {
    return Math.max(0, sent.framesSent() - settled(stored));
  }

  /**
   * Frames that ended. Reports of duplicates, and of messages that are no frames, are stored too,
   * but they are no frame's end.
   */
  static long settled(GatewayStats stored) {
    return ENDS.stream().mapToLong(end -> stored.framesStored().getOrDefault(end, 0L)).sum();
  }

  /** Whether every frame was segmented, and stored once. */
  boolean isComplete() {
    return sent.framesFailed() == 0
        && stored.segmented() == sent.framesSent()
        && lost() == 0
        && stored.duplicatesStored() == 0;
  }

  /** Keys of {@code --json FILE}; a figure that there is none of is null. */
  Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("frames_sent", sent.framesSent());
    keys.put("frames_segmented", stored.segmented());
    keys.put("frames_lost", lost());
    keys.put("duplicates_stored", stored.duplicatesStored());
    keys.put("duplicates_dropped", stored.duplicatesDropped());
    keys.put("outcomes", lowerCase(stored.framesStored()));
    keys.put("dice_lesion_mean", orNull(stored.diceLesionMean()));
    keys.put("frames_reviewed", stored.framesReviewed());
    keys.put("latency_p50_ms", orNull(stored.latencyP50Ms()));
    keys.put("latency_p99_ms", orNull(stored.latencyP99Ms()));
    keys.put("engine", first(stored.engines()));
    keys.put("model_id", first(stored.modelIds()));
    keys.put("model_ids", stored.modelIds());
    keys.put("devices", devices);
    keys.put("seconds", seconds);
    return keys;
  }

  /** One paragraph for people. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%d frames sent, %d segmented, %d lost, %d stored twice; Dice %s on lesion images;"
            + " latency p50 %s ms, p99 %s ms; engine %s, model %s",
        sent.framesSent(),
        stored.segmented(),
        lost(),
        stored.duplicatesStored(),
        text(stored.diceLesionMean(), "%.3f"),
        text(stored.latencyP50Ms(), "%.0f"),
        text(stored.latencyP99Ms(), "%.0f"),
        first(stored.engines()),
        first(stored.modelIds()));
  }

  static String text(OptionalDouble value, String format) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static String first(List<String> values) {
    return values.isEmpty() ? "-" : values.get(0);
  }

  private static Map<String, Long> lowerCase(Map<String, Long> outcomes) {
    Map<String, Long> lower = new LinkedHashMap<>();
    outcomes.forEach((outcome, count) -> lower.put(outcome.toLowerCase(Locale.ROOT), count));
    return lower;
  }
}
