package io.quantunet.trainer.experiment;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.proto.BinaryMask;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.net.Precision;
import io.quantunet.trainer.net.Tensor;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.report.EvaluatedImage;
import io.quantunet.trainer.report.ModelCost;
import io.quantunet.trainer.run.FloatNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A net in floats, judged in float32 whatever it was trained in.
 *
 * @param file a {@link FloatNet}
 */
public record FloatSegmenter(Path file) implements Segmenter {

  private static final int BATCH = 8;

  /**
   * The net itself, e.g. to make integers of it; to be closed by the caller.
   *
   * @throws IOException if the file is no whole float net
   */
  public UNet open() throws IOException {
    return FloatNet.read(file, BATCH, Precision.FLOAT32);
  }

  @Override
  public List<EvaluatedImage> segment(List<Sample> samples) throws IOException {
    List<EvaluatedImage> images = new ArrayList<>();
    try (UNet net = open()) {
      for (int from = 0; from < samples.size(); from += BATCH) {
        List<Sample> some = samples.subList(from, Math.min(samples.size(), from + BATCH));
        for (int image = 0; image < some.size(); image++) {
          put(net.input(), image, some.get(image).codes());
        }
        net.forward(false);
        for (int image = 0; image < some.size(); image++) {
          images.add(EvaluatedImage.of(some.get(image), mask(net, image)));
        }
      }
    }
    return images;
  }

  @Override
  public Optional<ModelCost> cost() {
    return Optional.empty();
  }

  private static void put(Tensor input, int image, byte[] codes) {
    float[] values = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      values[i] = Math.scalb((float) (codes[i] & 0xFF), -ActivationFormat.INPUT.exponent());
    }
    input.write(image * codes.length, values, values.length);
  }

  private static BinaryMask mask(UNet net, int image) {
    Tensor logits = net.logits();
    float[] values = new float[logits.imageSize()];
    logits.read(image * values.length, values, values.length);
    byte[] mask = new byte[values.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (values[i] > net.logitThreshold() ? 1 : 0);
    }
    return new BinaryMask(logits.width(), logits.height(), mask);
  }
}
