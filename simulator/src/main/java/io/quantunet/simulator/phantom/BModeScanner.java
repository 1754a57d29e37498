package io.quantunet.simulator.phantom;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import java.util.SplittableRandom;

/**
 * Makes B-mode frames of a tissue volume: echoes of the scatterers under the probe, blurred by the
 * point-spread function, envelope, attenuation, log compression. Keeps its working memory between
 * frames, so one thread at a time.
 */
final class BModeScanner {

  /** Half the width of the beam that looks past an obstacle. */
  private static final double BEAM_MM = 0.8;

  private static final float UNEVEN_CONTACT_DB = 2.5f;
  private static final double POOR_CONTACT_SHARE = 0.3;

  private final PhantomSettings settings;
  private final TissueVolume volume;
  private final int width;
  private final int height;
  private final Insonifier insonifier;
  private final EchoField echoes;
  private final LogCompressor compressor;
  private final float fadeDbPerRow;
  private final float[] contactDb;
  private final float[] loss;
  private final float[] power;
  private final float[] compounded;
  private final byte[] lesion;
  private final float[] row;
  private final float[] sums;

  BModeScanner(PhantomSettings settings, TissueVolume volume) {
    this.settings = settings;
    this.volume = volume;
    this.width = settings.width();
    this.height = settings.height();
    PointSpread spread = new PointSpread(settings);
    this.insonifier = new Insonifier(settings, volume, spread);
    this.echoes = new EchoField(settings, spread);
    this.loss = new float[width * height];
    this.power = new float[width * height];
    this.compounded = new float[width * height];
    this.lesion = new byte[width * height];
    this.row = new float[width];
    this.sums = new float[width + 1];
    // The examiner's settings: black level, dynamic range, time gain that does not quite make up
    // for the depth.
    SplittableRandom random = new SplittableRandom(volume.seed() ^ 0x2545F4914F6CDD1DL);
    this.compressor = new LogCompressor(random.nextFloat(-26, -20), random.nextFloat(50, 60));
    this.fadeDbPerRow = random.nextFloat(3, 20) / height;
    this.contactDb = contact(random);
  }

  /** Coupling between probe and skin: uneven, and sometimes lost towards one edge. */
  private float[] contact(SplittableRandom random) {
    float[] gains = new float[width];
    SmoothNoise noise = new SmoothNoise(random.nextLong());
    float edgeLoss = random.nextDouble() < POOR_CONTACT_SHARE ? random.nextFloat(4, 20) : 0;
    boolean left = random.nextBoolean();
    float reach = width * random.nextFloat(0.05f, 0.14f);
    for (int x = 0; x < width; x++) {
      float fromEdge = left ? x : width - 1 - x;
      float lost = edgeLoss * Math.max(0, 1 - fromEdge / reach);
      gains[x] = UNEVEN_CONTACT_DB * (noise.detailed(x * 6f / width, 0) - 0.5f) - lost;
    }
    return gains;
  }

  /** The frame at a pose. */
  PhantomFrame scan(ProbePose pose) {
    measure(pose);
    accumulateLoss();
    compound();
    byte[] grey = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        float gainDb = contactDb[x] - fadeDbPerRow * y - loss[at];
        grey[at] = (byte) compressor.grey(compounded[at], gainDb);
      }
    }
    return new PhantomFrame(
        new GreyImage(width, height, grey),
        new BinaryMask(width, height, lesion.clone()),
        settings.spacingMm(),
        volume.finding(),
        volume.seed());
  }

  /**
   * Echo power before attenuation and compounding, {@code [height, width]}; valid until the next
   * frame.
   */
  float[] measure(ProbePose pose) {
    insonifier.look(pose, echoes, loss, lesion);
    echoes.detect(power);
    return power;
  }

  /** Sums the loss down every beam: what lies behind a strong absorber is in its shadow. */
  private void accumulateLoss() {
    for (int at = width; at < loss.length; at++) {
      loss[at] += loss[at - width];
    }
    int reach = Math.round(settings.pixels(BEAM_MM));
    for (int y = 0; y < height; y++) {
      smooth(y * width, reach);
    }
  }

  private void smooth(int from, int reach) {
    for (int x = 0; x < width; x++) {
      sums[x + 1] = sums[x] + loss[from + x];
    }
    for (int x = 0; x < width; x++) {
      int left = Math.max(0, x - reach);
      int right = Math.min(width, x + reach + 1);
      loss[from + x] = (sums[right] - sums[left]) / (right - left);
    }
  }

  /**
   * Averages neighbouring looks at the same tissue, as scanners do by steering the beam: less
   * speckle, the same edges. Weights 1 2 1 in both directions, on power.
   */
  private void compound() {
    for (int y = 0; y < height; y++) {
      int above = Math.max(0, y - 1) * width;
      int here = y * width;
      int below = Math.min(height - 1, y + 1) * width;
      for (int x = 0; x < width; x++) {
        row[x] = (power[above + x] + 2 * power[here + x] + power[below + x]) / 4;
      }
      for (int x = 0; x < width; x++) {
        float beside = row[Math.max(0, x - 1)] + row[Math.min(width - 1, x + 1)];
        compounded[here + x] = (beside + 2 * row[x]) / 4;
      }
    }
  }
}
