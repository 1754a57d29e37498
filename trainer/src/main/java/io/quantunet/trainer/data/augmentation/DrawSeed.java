package io.quantunet.trainer.data.augmentation;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A seed that is told apart step by step, e.g. {@code of(run).then(epoch).then(batch)}: the same
 * path always gives the same random numbers, in any order and on any thread.
 */
public record DrawSeed(long value) {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** The beginning of all paths of a run. */
  public static DrawSeed of(long seed) {
    return new DrawSeed(mix(seed));
  }

  /** One step further. */
  public DrawSeed then(long part) {
    return new DrawSeed(mix(value ^ mix(part + GOLDEN)));
  }

  /** A new generator, at its beginning; for one thread. */
  public RandomGenerator random() {
    return new SplittableRandom(value);
  }

  /** SplitMix64's finalizer (Steele, Lea, Flood 2014): every input bit moves every output bit. */
  private static long mix(long seed) {
    long mixed = seed + GOLDEN;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
