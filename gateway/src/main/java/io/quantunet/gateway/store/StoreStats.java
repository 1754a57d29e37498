package io.quantunet.gateway.store;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Everything that is stored, in figures.
 *
 * @param outcomes frames by short outcome name; MALFORMED and DUPLICATE reports among them
 * @param lost results missing so far, over all devices; at most a million per session
 * @param duplicatesStored keys that are stored more than once; anything but 0 is a defect
 * @param duplicatesDropped copies of results that were dropped on insert
 * @param outranked results dropped because the frame was settled with another outcome
 * @param diceLesionMean mean Dice per image over images whose truth has a lesion; empty if none
 * @param reviewed frames with a Dice, with and without a lesion
 * @param latencyP50Ms median of {@link StoredResult#latencyMs()} of all segmented frames
 * @param latencyP99Ms their 99th percentile
 * @param framesPerSecond results that arrived in the last ten seconds, per second
 * @param engines engines that computed masks, the most recently used first
 * @param models models that computed masks, the most recently used first
 */
public record StoreStats(
    Map<String, Long> outcomes,
    long lost,
    long duplicatesStored,
    long duplicatesDropped,
    long outranked,
    OptionalDouble diceLesionMean,
    long reviewed,
    OptionalDouble latencyP50Ms,
    OptionalDouble latencyP99Ms,
    double framesPerSecond,
    List<String> engines,
    List<Model> models) {

  /**
   * A model that computed masks.
   *
   * @param modelId its readable name
   * @param sha256 digest of its bundle in lower-case hexadecimal
   * @param frames masks that it computed
   */
  public record Model(String modelId, String sha256, long frames) {}

  /** Frames with a mask. */
  public long segmented() {
    return outcomes.getOrDefault("SEGMENTED", 0L);
  }
}
