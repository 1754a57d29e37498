package io.quantunet.trainer.run.recipe;

import com.typesafe.config.Config;
import io.quantunet.trainer.loss.Distillation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether and how a teacher helps.
 *
 * @param teacher file of a float net; empty trains without
 * @param loss weight and temperature
 * @param unlabelled folders of images without masks
 * @param unlabelledShare share of every batch that comes from them, below 1; 0 leaves them out
 */
public record DistillationPart(
    Optional<Path> teacher, Distillation loss, List<Path> unlabelled, double unlabelledShare) {

  public DistillationPart {
    unlabelled = List.copyOf(unlabelled);
    Checks.properShare("distillation.unlabelled-share", unlabelledShare);
    if (teacher.isEmpty() && !unlabelled.isEmpty()) {
      throw new IllegalArgumentException(
          "distillation.unlabelled teaches nothing without distillation.teacher; name one");
    }
  }

  static DistillationPart of(Config config) {
    String teacher = config.getString("teacher");
    return new DistillationPart(
        teacher.isEmpty() ? Optional.empty() : Optional.of(Path.of(teacher)),
        new Distillation(config.getDouble("weight"), config.getDouble("temperature")),
        Checks.paths(config, "unlabelled"),
        config.getDouble("unlabelled-share"));
  }

  /**
   * Images of a batch that have no mask: none without folders or at a share of 0; else the rounded
   * share of the batch, one at least, and so that one at least has a mask.
   *
   * @param batch images of a batch
   * @throws IllegalArgumentException if a single image is to be shared
   */
  public int unlabelledImages(int batch) {
    if (unlabelled.isEmpty() || unlabelledShare == 0) {
      return 0;
    }
    if (batch < 2) {
      throw new IllegalArgumentException(
          "distillation.unlabelled shares each batch: data.batch must be at least 2, was " + batch);
    }
    return Math.max(1, Math.min(batch - 1, (int) Math.round(batch * unlabelledShare)));
  }
}
