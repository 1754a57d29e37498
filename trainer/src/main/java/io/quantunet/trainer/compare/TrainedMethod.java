package io.quantunet.trainer.compare;

import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;

/** A method that is no more than a recipe. */
interface TrainedMethod extends Method {

  /** The budget's recipe with what is this method's. */
  Recipe recipe(Workbench bench);

  /** Makes what the recipe refers to; nothing by default. */
  default void prepare(Workbench bench) throws IOException {}

  @Override
  default boolean isFinished(Workbench bench) throws IOException {
    return bench.experiment(key(), label(), recipe(bench)).isFinished();
  }

  @Override
  default MethodResult run(Workbench bench) throws IOException {
    prepare(bench);
    return MethodResult.of(bench.run(bench.experiment(key(), label(), recipe(bench))));
  }
}
