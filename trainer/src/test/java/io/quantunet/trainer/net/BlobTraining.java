package io.quantunet.trainer.net;

import io.quantunet.trainer.loss.SegmentationLoss;
import io.quantunet.trainer.optimizer.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Trains a net to find one dark disk in speckle: small enough for a test, not trivial. */
final class BlobTraining {

  private static final int STEPS = 80;
  private static final int FOLDED_FROM = 60;
  private static final Adam.Rates RATES = new Adam.Rates(2e-2, 2e-2, 1e-2);

  private final Random random = new Random(8);
  private final UNet net;
  private final int side;

  private BlobTraining(UNet net) {
    this.net = net;
    this.side = net.settings().gridWidth();
  }

  /**
   * A frame and its mask.
   *
   * @param codes grey levels, {@code [side, side]}
   * @param mask 0 or 1
   */
  record Blob(byte[] codes, byte[] mask) {}

  /** Trains with batch normalization, then without. */
  static void train(UNet net) {
    new BlobTraining(net).train();
  }

  static List<Blob> blobs(Random random, int count, int side) {
    List<Blob> blobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blobs.add(blob(random, side));
    }
    return blobs;
  }

  static void put(UNet net, List<Blob> blobs) {
    float[] values = new float[net.input().size()];
    int at = 0;
    for (Blob blob : blobs) {
      for (byte code : blob.codes()) {
        values[at++] = (code & 0xFF) / 256f;
      }
    }
    net.input().write(0, values, values.length);
  }

  /** Dice of all these logits' masks together. */
  static double dice(float[] logits, List<Blob> blobs) {
    int pixels = blobs.get(0).mask().length;
    double both = 0;
    double sum = 0;
    for (int i = 0; i < blobs.size() * pixels; i++) {
      int wanted = blobs.get(i / pixels).mask()[i % pixels];
      int predicted = logits[i] > 0 ? 1 : 0;
      both += wanted * predicted;
      sum += wanted + predicted;
    }
    return 2 * both / sum;
  }

  private void train() {
    Adam adam = new Adam(RATES);
    for (int step = 0; step < STEPS; step++) {
      if (step == FOLDED_FROM) {
        net.fold();
        adam = new Adam(RATES);
      }
      List<Blob> blobs = blobs(random, net.settings().batch(), side);
      put(net, blobs);
      net.forward(true);
      SegmentationLoss.evaluate(net.logits(), masks(blobs), net.logitGradient());
      net.backward();
      adam.step(net.parameters(), 1 - (double) step / STEPS);
      net.clampWidths();
    }
  }

  private byte[] masks(List<Blob> blobs) {
    byte[] masks = new byte[blobs.size() * side * side];
    for (int i = 0; i < blobs.size(); i++) {
      System.arraycopy(blobs.get(i).mask(), 0, masks, i * side * side, side * side);
    }
    return masks;
  }

  private static Blob blob(Random random, int side) {
    byte[] codes = new byte[side * side];
    byte[] mask = new byte[side * side];
    double radius = side * (0.12 + 0.15 * random.nextDouble());
    double x0 = radius + (side - 2 * radius) * random.nextDouble();
    double y0 = radius + (side - 2 * radius) * random.nextDouble();
    for (int i = 0; i < codes.length; i++) {
      int row = i / side;
      boolean inside = Math.hypot(i % side - x0, row - y0) < radius;
      double speckle = Math.abs(1 + 0.35 * random.nextGaussian());
      codes[i] = (byte) (int) Math.min(255, (inside ? 60 : 120) * speckle);
      mask[i] = (byte) (inside ? 1 : 0);
    }
    return new Blob(codes, mask);
  }
}
