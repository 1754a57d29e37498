package io.quantunet.trainer.run;

import io.quantunet.driver.model.LoadedModel;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.net.IntegerImport;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.optimizer.Adam;
import io.quantunet.trainer.optimizer.Parameter;
import io.quantunet.trainer.optimizer.WeightAverage;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A net with all that its next step depends on: the optimizer's moments and the average. */
final class Learner implements AutoCloseable {

  private final UNet net;
  private final GridNets nets;
  private final Adam adam;
  private final Optional<WeightAverage> average;

  Learner(Recipe recipe, Optional<LoadedModel> parent) {
    this.net = new UNet(recipe.net().settings(recipe.data().batch()), new Random(recipe.seed()));
    this.nets = new GridNets(net);
    parent.ifPresent(model -> IntegerImport.into(net, model.model()));
    this.adam = recipe.optimizer().adam();
    this.average = recipe.averaging().average();
  }

  /** The net on the recipe's grid, where it is judged and exported. */
  UNet net() {
    return net;
  }

  /** The same net on the grid of a batch. */
  UNet netOn(GridSize grid) {
    return nets.on(grid);
  }

  /** The first layer that has a weight or an activation which is not finite, if there is one. */
  Optional<String> firstNotFinite() {
    return nets.all().stream().flatMap(each -> each.firstNotFinite().stream()).findFirst();
  }

  /**
   * One step down the gradients of the last backward pass.
   *
   * @throws ArithmeticException if one of them is not finite
   */
  void step(double rate) {
    List<Parameter> parameters = net.parameters();
    adam.step(parameters, rate);
    net.clampWidths();
    // Before folding, running moments belong to the raw weights, and no model is kept anyway.
    if (net.isFolded()) {
      average.ifPresent(a -> a.update(parameters));
    }
  }

  /** Folds batch normalization. */
  void fold() {
    net.fold();
    // Weights have another scale now and biases are new: old moments would mislead.
    net.parameters().stream()
        .filter(parameter -> parameter.group() == Parameter.Group.WEIGHT)
        .forEach(parameter -> adam.forget(parameter.name()));
  }

  /** Something that is done with the net which is to be judged and kept. */
  @FunctionalInterface
  interface Judgement {
    void on(UNet net) throws IOException;
  }

  /** Does something with the averaged net, if weights are averaged; the raw one comes back. */
  void averaged(Judgement judgement) throws IOException {
    List<Parameter> parameters = net.parameters();
    average.ifPresent(a -> a.exchange(parameters));
    try {
      judgement.on(net);
    } finally {
      average.ifPresent(a -> a.exchange(parameters));
    }
  }

  void save(DataOutputStream out) throws IOException {
    net.save(out);
    adam.save(out);
    if (average.isPresent()) {
      average.get().save(out);
    }
  }

  void load(DataInputStream in) throws IOException {
    net.load(in);
    adam.load(in);
    if (average.isPresent()) {
      average.get().load(in);
    }
  }

  @Override
  public void close() {
    nets.close();
  }
}
