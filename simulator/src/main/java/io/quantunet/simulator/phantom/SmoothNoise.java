package io.quantunet.simulator.phantom;

/**
 * Value noise: a smooth random surface over the plane, the same for the same seed.
 *
 * <p>Lattice values are hashed from their coordinates and interpolated with {@code 3t^2 - 2t^3}
 * (Perlin 1985's fade).
 */
final class SmoothNoise {

  private final long seed;

  SmoothNoise(long seed) {
    this.seed = seed;
  }

  /** The surface at a point; features are about one unit wide; 0..1. */
  float at(float x, float y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    float fx = fade(x - left);
    float fy = fade(y - top);
    float upper = mix(lattice(left, top), lattice(left + 1, top), fx);
    float lower = mix(lattice(left, top + 1), lattice(left + 1, top + 1), fx);
    return mix(upper, lower, fy);
  }

  /** Two octaves: coarse form with half as much detail of half the size; 0..1. */
  float detailed(float x, float y) {
    return (2 * at(x, y) + at(2 * x + 17.3f, 2 * y + 5.1f)) / 3;
  }

  /** A network of thin crests, the level line of the surface at one half; 0..1, 1 on the crest. */
  float ridge(float x, float y) {
    return 1 - Math.abs(2 * detailed(x, y) - 1);
  }

  private float lattice(int x, int y) {
    return (mixBits(seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL) >>> 40) * 0x1p-24f;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
  static long mixBits(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static float fade(float t) {
    return t * t * (3 - 2 * t);
  }

  private static float mix(float a, float b, float t) {
    return a + (b - a) * t;
  }
}
