package io.quantunet.simulator.phantom;

import java.util.SplittableRandom;

/**
 * A hand moving a probe slowly over one volume: every coordinate swings smoothly with two periods
 * of its own.
 *
 * <p>At 5 frames a second the fastest swing takes some six seconds; neighbouring frames are a pixel
 * or so apart.
 */
final class ProbePath {

  private static final double LATERAL_SHARE = 0.75;
  private static final double MAX_TILT = 0.06;
  private static final double MAX_COMPRESSION = 0.035;

  /** Of the lesion's half width: it is cut between its middle and four fifths of its size. */
  private static final double ELEVATION_SHARE = 0.6;

  private final double lateralReach;
  private final double elevationReach;
  private final Swing lateral;
  private final Swing elevation;
  private final Swing tilt;
  private final Swing pressure;

  ProbePath(PhantomSettings settings, TissueVolume volume) {
    SplittableRandom random = new SplittableRandom(volume.seed() ^ 0x5DEECE66DL);
    lateralReach = LATERAL_SHARE * TissueVolume.MARGIN;
    elevationReach =
        volume
            .lesion()
            .map(lesion -> ELEVATION_SHARE * lesion.halfWidth())
            .orElse((double) settings.pixels(3));
    lateral = new Swing(random, 90);
    elevation = new Swing(random, 70);
    tilt = new Swing(random, 110);
    pressure = new Swing(random, 60);
  }

  /**
   * @param frame 0, 1, 2, ...
   */
  ProbePose at(int frame) {
    return new ProbePose(
        (float) (TissueVolume.MARGIN + lateralReach * lateral.at(frame)),
        (float) (elevationReach * elevation.at(frame)),
        (float) (MAX_TILT * tilt.at(frame)),
        (float) (1 + MAX_COMPRESSION * pressure.at(frame)));
  }

  /** A smooth swing between -1 and 1. */
  private static final class Swing {
    private final double slow;
    private final double quick;
    private final double slowPhase;
    private final double quickPhase;

    Swing(SplittableRandom random, double period) {
      slow = 2 * Math.PI / (period * random.nextDouble(1.4, 2.2));
      quick = 2 * Math.PI / (period * random.nextDouble(0.5, 0.8));
      slowPhase = random.nextDouble(2 * Math.PI);
      quickPhase = random.nextDouble(2 * Math.PI);
    }

    double at(int frame) {
      return 0.8 * Math.sin(slow * frame + slowPhase) + 0.2 * Math.sin(quick * frame + quickPhase);
    }
  }
}
