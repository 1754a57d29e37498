package io.quantunet.trainer.compare;

import io.quantunet.trainer.run.recipe.Recipe;
import java.math.BigDecimal;
import java.util.Map;

/**
 * QuantU-Net: one learned bit width per layer.
 *
 * @param lambda price of bits, not negative
 */
record LearnedMethod(double lambda) implements TrainedMethod {

  @Override
  public String key() {
    return "ours-" + price();
  }

  @Override
  public String label() {
    return "QuantU-Net (ours), lambda " + price();
  }

  @Override
  public String family() {
    return "QuantU-Net (ours)";
  }

  @Override
  public Recipe recipe(Workbench bench) {
    return bench.budget().with(Map.of("net.weights", "learned", "loss.lambda", lambda));
  }

  private String price() {
    return BigDecimal.valueOf(lambda).stripTrailingZeros().toPlainString();
  }
}
