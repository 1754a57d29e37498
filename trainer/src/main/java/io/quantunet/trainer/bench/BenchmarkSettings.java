package io.quantunet.trainer.bench;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param width channels of the net's first stage
 * @param batch images per step
 * @param images of an epoch
 * @param steps that are timed per precision, after one that is not
 * @param torchPython a Python that has PyTorch, to measure it beside; empty measures ours alone
 */
public record BenchmarkSettings(
    int width, int batch, int images, int steps, Optional<Path> torchPython) {

  /** Images of the training part of the shared copy of BUSI. */
  public static final int DEFAULT_IMAGES = 544;

  /**
   * @throws IllegalArgumentException naming what is not positive
   */
  public BenchmarkSettings {
    requirePositive("width", width);
    requirePositive("batch", batch);
    requirePositive("images", images);
    requirePositive("steps", steps);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be positive, was %d".formatted(name, value));
    }
  }
}
