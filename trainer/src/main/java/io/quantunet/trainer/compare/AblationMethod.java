package io.quantunet.trainer.compare;

import com.typesafe.config.Config;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.util.Map;

/**
 * QuantU-Net with one ingredient changed.
 *
 * @param name its key, e.g. {@code robust-augmentation}
 * @param label its name in the table
 * @param changes keys of the recipe
 * @param taught whether the float net is its teacher
 */
record AblationMethod(String name, String label, Config changes, boolean taught)
    implements TrainedMethod {

  static AblationMethod of(Config config) {
    return new AblationMethod(
        config.getString("key"),
        config.getString("label"),
        config.getConfig("changes"),
        config.getBoolean("taught"));
  }

  @Override
  public String key() {
    return "ours-" + name;
  }

  @Override
  public String family() {
    return "Ablations";
  }

  @Override
  public Recipe recipe(Workbench bench) {
    Recipe changed = bench.budget().with(changes);
    return taught
        ? changed.with(Map.of("distillation.teacher", bench.floatNet().file().toString()))
        : changed;
  }

  @Override
  public void prepare(Workbench bench) throws IOException {
    if (taught) {
      bench.run(bench.floats());
    }
  }
}
