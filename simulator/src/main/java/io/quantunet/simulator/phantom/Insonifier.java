package io.quantunet.simulator.phantom;

/**
 * Finds what the probe meets in its plane: the echo of every point, the loss on the way, and where
 * the lesion is.
 *
 * <p>Scatterers decorrelate out of the image plane: neighbouring planes, {@value #PLANE_MM} mm
 * apart, are independent and are mixed with weights cos and sin, which keeps the speckle's power.
 * The lesion is cut at the exact elevation.
 */
final class Insonifier {

  private static final double PLANE_MM = 0.8;
  private static final int FRACTIONS = 64;

  /** Share of a coherent reflector's strength that scatters as well: septa are rough. */
  private static final float ROUGHNESS = 0.55f;

  /**
   * A thin reflector keeps this much of what a wide one would return, so thin ones are drawn
   * stronger.
   */
  private static final float THIN_REFLECTOR = 1.6f;

  private static final float RIM_PIXELS = 1.3f;
  private static final float RIM_OUTWARD = 0.7f;
  private static final float RIM_REACH = 0.3f; // share of the lesion's border

  private final TissueVolume volume;
  private final PointSpread spread;
  private final float planePixels;
  private final int width;
  private final int height;
  private final float[] maps;
  private final float[] fields = ScattererTile.shared().fields();
  private final float[] alongGains;
  private final float axialSum;
  private final float lesionRadius;
  private final float lesionEdges;

  // Constant over a frame:
  private ProbePose pose;
  private int nearPlane;
  private int farPlane;
  private float nearWeight;
  private float farWeight;
  private float section;
  private float reach;

  Insonifier(PhantomSettings settings, TissueVolume volume, PointSpread spread) {
    this.volume = volume;
    this.spread = spread;
    this.planePixels = settings.pixels(PLANE_MM);
    this.width = settings.width();
    this.height = settings.height();
    this.maps = volume.maps();
    this.alongGains = spread.axialInterpolationGains(FRACTIONS);
    this.axialSum = spread.axialSum();
    this.lesionRadius = volume.lesion().map(Lesion::radius).orElse(0f);
    this.lesionEdges = volume.lesion().map(found -> found.radius() / found.edgePixels()).orElse(0f);
    this.pose = new ProbePose(TissueVolume.MARGIN, 0, 0, 1);
  }

  /**
   * @param echoes is filled, padding included
   * @param loss dB along one pixel of depth, {@code [height, width]}, is filled
   * @param lesion 1 = lesion, {@code [height, width]}, is filled
   */
  void look(ProbePose from, EchoField echoes, float[] loss, byte[] lesion) {
    pose = from;
    float elevation = pose.elevation() / planePixels;
    int plane = (int) Math.floor(elevation);
    double mix = (elevation - plane) * Math.PI / 2;
    nearWeight = (float) Math.cos(mix);
    farWeight = (float) Math.sin(mix);
    nearPlane = planeStart(plane);
    farPlane = planeStart(plane + 1);
    section = volume.lesion().map(found -> found.section(pose.elevation())).orElse(0f);
    // Beyond this share a point has nothing of the lesion, its soft border included.
    reach = volume.lesion().isEmpty() ? 0 : section + Math.max(RIM_REACH, 1.5f / lesionEdges);
    for (int y = 0; y < height; y++) {
      lookAlongRow(y, echoes, loss, lesion);
    }
  }

  private void lookAlongRow(int y, EchoField echoes, float[] loss, byte[] lesion) {
    float tilt = pose.tilt() * y / height;
    float rowStart = pose.compression() * y - tilt * (width / 2f);
    float coherent = THIN_REFLECTOR / (spread.lateralSum(y) * axialSum);
    int column = (int) Math.floor(pose.offset());
    float fx = pose.offset() - column;
    float acrossGain = PointSpread.interpolationGain(fx, spread.lateralNeighbours(y));
    int padding = echoes.padding();
    for (int x = -padding; x < width + padding; x++) {
      float depth = Math.max(0, Math.min(volume.height() - 1.01f, rowStart + tilt * x));
      int v = (int) depth;
      float fy = depth - v;
      int u = column + x;
      float w11 = fx * fy;
      float w01 = fy - w11;
      float w10 = fx - w11;
      float w00 = 1 - fx - w01;
      int at = TissueVolume.STRIDE * (v * volume.width() + u);

      float reflect = map(at, TissueVolume.REFLECT, w00, w10, w01, w11);
      float scatter = map(at, TissueVolume.SCATTER, w00, w10, w01, w11) + ROUGHNESS * reflect;
      float lost = map(at, TissueVolume.LOSS, w00, w10, w01, w11);
      float share = map(at, TissueVolume.SHARE, w00, w10, w01, w11);
      if (share < reach) {
        float covered = Math.max(0, Math.min(1, (section - share) * lesionEdges + 0.5f));
        float within = map(at, TissueVolume.INSIDE, w00, w10, w01, w11);
        float rim = map(at, TissueVolume.RIM, w00, w10, w01, w11);
        scatter += (within - scatter) * covered;
        reflect = reflect * (1 - covered) + rim * rimProfile(share);
        lost += covered * volume.lossInside();
      }

      float strength = scatter * acrossGain * alongGains[(int) (fy * FRACTIONS)];
      int near = tileIndex(nearPlane, u, v);
      int far = tileIndex(farPlane, u, v);
      float realPart =
          nearWeight * noise(near, w00, w10, w01, w11) + farWeight * noise(far, w00, w10, w01, w11);
      float imaginaryPart =
          nearWeight * noise(near + 1, w00, w10, w01, w11)
              + farWeight * noise(far + 1, w00, w10, w01, w11);
      echoes.set(x, y, strength * realPart + reflect * coherent, strength * imaginaryPart);
      if (x >= 0 && x < width) {
        loss[y * width + x] = lost;
        lesion[y * width + x] = (byte) (share < section ? 1 : 0);
      }
    }
  }

  /**
   * A thin bright line just outside the border: 1 on it, falling with the fourth power of the
   * distance.
   */
  private float rimProfile(float share) {
    float distance = (share - section) * lesionRadius / RIM_PIXELS - RIM_OUTWARD;
    float squared = distance * distance;
    return 1 / (1 + 4 * squared * squared);
  }

  private float map(int at, int what, float w00, float w10, float w01, float w11) {
    int below = at + TissueVolume.STRIDE * volume.width();
    return w00 * maps[at + what]
        + w10 * maps[at + TissueVolume.STRIDE + what]
        + w01 * maps[below + what]
        + w11 * maps[below + TissueVolume.STRIDE + what];
  }

  private float noise(int at, float w00, float w10, float w01, float w11) {
    int below = at + 2 * ScattererTile.SIDE;
    return w00 * fields[at] + w10 * fields[at + 2] + w01 * fields[below] + w11 * fields[below + 2];
  }

  /**
   * Where a plane's pixel is in the tile: the plane's number holds the column and the row that it
   * starts at.
   */
  private static int tileIndex(int plane, int column, int row) {
    int x = (plane + column) & ScattererTile.WRAP;
    int y = ((plane >>> ScattererTile.PERIOD_BITS) + row) & ScattererTile.WRAP;
    return 2 * (y * ScattererTile.SIDE + x);
  }

  private int planeStart(int plane) {
    long bits = SmoothNoise.mixBits(volume.seed() + 0x9E3779B97F4A7C15L * plane);
    return (int) (bits >>> (Long.SIZE - 2 * ScattererTile.PERIOD_BITS));
  }
}
