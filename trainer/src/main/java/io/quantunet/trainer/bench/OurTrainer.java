package io.quantunet.trainer.bench;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.trainer.loss.BitWidthPenalty;
import io.quantunet.trainer.loss.SegmentationLoss;
import io.quantunet.trainer.net.NetSettings;
import io.quantunet.trainer.net.Precision;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.optimizer.Adam;
import java.util.Optional;
import java.util.Random;

/** This project's training step on random frames: quantized, with batch normalization. */
final class OurTrainer implements Contestant {

  private static final int GRID = 128;
  private static final int GREY_LEVELS = 256;
  private static final double LAMBDA = 0.25;

  private final BenchmarkSettings settings;
  private final float[] frames;
  private final byte[] masks;
  private Optional<Training> current = Optional.empty();

  private record Training(UNet net, Adam adam) {}

  OurTrainer(BenchmarkSettings settings) {
    this.settings = settings;
    Random random = new Random(1);
    this.frames = new float[settings.batch() * GRID * GRID];
    this.masks = new byte[frames.length];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = random.nextInt(GREY_LEVELS) / (float) GREY_LEVELS;
      masks[i] = (byte) random.nextInt(2);
    }
  }

  @Override
  public double step(Precision precision) {
    Training training = training(precision);
    UNet net = training.net();
    long start = System.nanoTime();
    net.input().write(0, frames, frames.length);
    net.forward(true);
    SegmentationLoss.evaluate(net.logits(), masks, net.logitGradient());
    net.backward();
    BitWidthPenalty.addTo(net, LAMBDA);
    training.adam().step(net.parameters(), 1);
    net.clampWidths();
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    current.ifPresent(training -> training.net().close());
  }

  /** One net at a time, so that the peak of memory is that of one. */
  private Training training(Precision precision) {
    if (current.isEmpty() || current.get().net().settings().precision() != precision) {
      close();
      current = Optional.of(start(precision));
    }
    return current.get();
  }

  private Training start(Precision precision) {
    NetSettings net =
        new NetSettings(
            settings.width(), GRID, GRID, settings.batch(), new BitWidth(6), 4.3, true, precision);
    return new Training(new UNet(net, new Random(1)), new Adam(Adam.Rates.DEFAULT));
  }
}
