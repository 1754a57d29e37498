package io.quantunet.trainer.run;

import io.quantunet.proto.BinaryMask;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.report.SegmentationScores;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Scores of a net between two epochs, by its own forward pass: once batch normalization is folded,
 * that pass equals the integer engines code for code (a test holds it), and it runs on whole
 * batches.
 *
 * @param all over all images
 * @param byFolder over each data folder's images
 */
record Validation(SegmentationScores all, SortedMap<String, SegmentationScores> byFolder) {

  /** Over no image. */
  static Validation none() {
    return new Validation(new SegmentationScores(), new TreeMap<>());
  }

  static Validation of(UNet net, List<Sample> samples) {
    Validation validation = none();
    int batch = net.settings().batch();
    for (int from = 0; from < samples.size(); from += batch) {
      List<Sample> some = samples.subList(from, Math.min(samples.size(), from + batch));
      for (int i = 0; i < some.size(); i++) {
        net.putFrames(i, some.get(i).codes());
      }
      net.forward(false);
      for (int i = 0; i < some.size(); i++) {
        validation.add(net.mask(i), some.get(i));
      }
    }
    return validation;
  }

  /**
   * What the best epoch is chosen by: the mean over the folders of their lesion Dice (of the Dice
   * of all images where none has a lesion). A small folder counts as much as a large one; NaN
   * without images.
   */
  double score() {
    return byFolder.values().stream()
        .mapToDouble(
            scores -> scores.lesionImages() > 0 ? scores.diceLesionMean() : scores.diceAllMean())
        .average()
        .orElse(Double.NaN);
  }

  private void add(BinaryMask predicted, Sample sample) {
    all.add(predicted, sample.mask());
    byFolder
        .computeIfAbsent(sample.folder(), folder -> new SegmentationScores())
        .add(predicted, sample.mask());
  }
}
