package io.quantunet.trainer.data;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How much of what a net is judged by it has seen before, near enough.
 *
 * @param groups groups of near-duplicates with images on both sides
 * @param images images to judge by that have a near-duplicate to learn from
 * @param unknown images on either side of which no group is known
 */
public record Leak(int groups, int images, int unknown) {

  static Leak between(List<Sample> train, List<Sample> heldOut) {
    Set<String> learnt = new HashSet<>();
    int unknown = 0;
    for (Sample sample : train) {
      sample.nearDuplicates().ifPresent(learnt::add);
      unknown += sample.leakGroup().isEmpty() ? 1 : 0;
    }
    Set<String> shared = new HashSet<>();
    int images = 0;
    for (Sample sample : heldOut) {
      Optional<String> seen = sample.nearDuplicates().filter(learnt::contains);
      seen.ifPresent(shared::add);
      images += seen.isPresent() ? 1 : 0;
      unknown += sample.leakGroup().isEmpty() ? 1 : 0;
    }
    return new Leak(shared.size(), images, unknown);
  }

  /** In words, for reports. */
  @Override
  public String toString() {
    String known =
        images == 0
            ? "no known leak"
            : "leaks: %d images to judge by have a near-duplicate to learn from (%d groups)"
                .formatted(images, groups);
    return unknown == 0
        ? known
        : "%s; of %d images near-duplicates are not known".formatted(known, unknown);
  }
}
