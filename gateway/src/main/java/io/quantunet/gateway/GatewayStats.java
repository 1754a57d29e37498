package io.quantunet.gateway;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a gateway has stored, for reports. Everything but {@code databaseFailures} is read from the
 * database.
 *
 * @param framesStored frames by outcome ({@code SEGMENTED}, {@code LATE}, {@code MALFORMED}, ...)
 * @param framesLost results missing so far: over all sessions, the highest sequence minus the rows,
 *     at most a million per session
 * @param duplicatesStored frames that are stored more than once; anything but 0 is a defect
 * @param duplicatesDropped second copies of results that were dropped on insert
 * @param diceLesionMean mean Dice per image over images whose truth has a lesion; empty if none
 * @param framesReviewed frames that were compared with a truth
 * @param latencyP50Ms median time from capture to arrival here, over all segmented frames
 * @param latencyP99Ms its 99th percentile
 * @param engines engines that computed masks, the most recently used first
 * @param modelIds models that computed masks, the most recently used first
 * @param garbageMessages messages refused since the start
 * @param databaseFailures writes that failed and were repeated since the start
 */
public record GatewayStats(
    Map<String, Long> framesStored,
    long framesLost,
    long duplicatesStored,
    long duplicatesDropped,
    OptionalDouble diceLesionMean,
    long framesReviewed,
    OptionalDouble latencyP50Ms,
    OptionalDouble latencyP99Ms,
    List<String> engines,
    List<String> modelIds,
    long garbageMessages,
    long databaseFailures) {

  /** Frames with a mask. */
  public long segmented() {
    return framesStored.getOrDefault("SEGMENTED", 0L);
  }
}
