package io.quantunet.trainer.compare;

import io.quantunet.trainer.run.recipe.Recipe;

/**
 * Weights of -1, 0 and 1 times a scale per channel, in 2 bits: {@link
 * io.quantunet.trainer.quantization.TernaryWeights}, after TernaryNet (Heinrich et al. 2018).
 */
record TernaryMethod() implements TrainedMethod {

  @Override
  public String key() {
    return "ternary";
  }

  @Override
  public String label() {
    return "Ternary weights";
  }

  @Override
  public String family() {
    return "Ternary";
  }

  @Override
  public Recipe recipe(Workbench bench) {
    return bench.budget().with("net.weights = ternary");
  }
}
