package io.quantunet.trainer.experiment;

import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.net.Precision;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.report.EvaluatedImage;
import io.quantunet.trainer.report.EvaluatedNet;
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
          net.putFrames(image, some.get(image).codes());
        }
        net.forward(false);
        for (int image = 0; image < some.size(); image++) {
          images.add(EvaluatedImage.of(some.get(image), net.mask(image)));
        }
      }
    }
    return images;
  }

  @Override
  public EvaluatedNet named(String id) {
    return EvaluatedNet.inFloats(id);
  }

  @Override
  public Optional<ModelCost> cost() {
    return Optional.empty();
  }
}
