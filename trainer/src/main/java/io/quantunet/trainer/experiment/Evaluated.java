package io.quantunet.trainer.experiment;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.report.EvaluatedImage;
import java.util.Optional;

/** Puts a sample and what a net found in it together. */
final class Evaluated {

  private Evaluated() {}

  static EvaluatedImage of(Sample sample, BinaryMask found) {
    BinaryMask truth = sample.mask();
    return new EvaluatedImage(
        sample.name(),
        sample.className(),
        new GreyImage(truth.width(), truth.height(), sample.codes()),
        truth,
        found,
        Optional.empty());
  }
}
