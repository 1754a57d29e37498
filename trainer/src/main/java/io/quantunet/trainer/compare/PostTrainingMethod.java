package io.quantunet.trainer.compare;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.experiment.ExperimentResult;
import io.quantunet.trainer.experiment.IntegerSegmenter;
import io.quantunet.trainer.net.PostTrainingQuantization;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.run.recipe.NetPart;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The float net in integers, without further training: weights and activations of the same width,
 * thresholds calibrated on training images.
 */
record PostTrainingMethod(BitWidth width) implements Method {

  /** Of 128 x 128 pixels each: a million activations per tensor and more. */
  private static final int CALIBRATION_IMAGES = 64;

  @Override
  public String key() {
    return "ptq-" + width.bits();
  }

  @Override
  public String label() {
    return "Post-training quantization, %d bits".formatted(width.bits());
  }

  @Override
  public String family() {
    return "Post-training quantization";
  }

  @Override
  public boolean isFinished(Workbench bench) throws IOException {
    return bench.floats().isFinished();
  }

  @Override
  public MethodResult run(Workbench bench) throws IOException {
    ExperimentResult floats = bench.run(bench.floats());
    NetPart part = bench.budget().net();
    IntegerSegmenter net =
        IntegerSegmenter.of(quantized(bench), new GridSize(part.gridWidth(), part.gridHeight()));
    return MethodResult.madeOf(floats, net, net.score(bench.images().validation()));
  }

  private QuantizedModel quantized(Workbench bench) throws IOException {
    try (UNet net = bench.floatNet().open()) {
      return PostTrainingQuantization.calibrate(net, frames(bench.images().train()))
          .quantize(width, width);
    }
  }

  /** Evenly spread over the training part, so that all classes are among them. */
  private static List<byte[]> frames(List<Sample> train) {
    int count = Math.min(CALIBRATION_IMAGES, train.size());
    return IntStream.range(0, count)
        .mapToObj(i -> train.get((int) ((long) i * train.size() / count)).codes())
        .toList();
  }
}
