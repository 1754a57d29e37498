package io.quantunet.trainer.compare;

import io.quantunet.trainer.run.recipe.Recipe;

/**
 * Weights of 4 bits and activations of 6 in every layer, trained with quantization: the best of
 * AskariHemmat et al. 2019, "U-Net Fixed-Point Quantization for Medical Image Segmentation" (arXiv
 * 1908.01073).
 */
record FixedWidthMethod() implements TrainedMethod {

  @Override
  public String key() {
    return "fixed-4-6";
  }

  @Override
  public String label() {
    return "Fixed 4-bit weights, 6-bit activations";
  }

  @Override
  public String family() {
    return "Fixed widths";
  }

  @Override
  public Recipe recipe(Workbench bench) {
    return bench
        .budget()
        .with("net { weights = fixed, weight-bits = 4, activations = fixed, activation-bits = 6 }");
  }
}
