package io.quantunet.driver.verify;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Inputs for a graph, on which two engines must agree.
 *
 * @param name what is tried
 * @param graph a layer or a net
 * @param width pixels across
 * @param height pixels down
 * @param frames inputs in the batch
 * @param codes {@code [frames, height, width, channels]}
 */
public record Trial(String name, Graph graph, int width, int height, int frames, byte[] codes) {

  /**
   * What came of a trial.
   *
   * @param compared codes and logits that were compared
   * @param differing how many of them differ
   * @param firstDifference what differs first; empty if nothing does
   */
  public record Outcome(long compared, long differing, Optional<String> firstDifference) {}

  private record Seen(String layer, int width, int height, byte[] codes) {}

  /** One input. */
  public static Trial of(String name, Graph graph, int width, int height, byte[] codes) {
    return new Trial(name, graph, width, height, 1, codes);
  }

  /**
   * Runs both engines: the first input layer by layer, and all of them as a batch.
   *
   * @param expected makes the engine that is right
   * @param actual makes the engine that is tried
   */
  public Outcome run(
      Function<Graph, GraphExecutor> expected, Function<Graph, GraphExecutor> actual) {
    Comparison comparison = new Comparison();
    try (GraphExecutor right = expected.apply(graph);
        GraphExecutor tried = actual.apply(graph)) {
      byte[] first = Arrays.copyOf(codes, codes.length / frames);
      compareLayers(comparison, right, tried, first);
      if (frames > 1) {
        comparison.values("batch", batch(right), batch(tried));
      }
    }
    return new Outcome(
        comparison.compared(),
        comparison.differing(),
        comparison.differing() == 0
            ? Optional.empty()
            : Optional.of(
                "%s, %d x %d, %d frames: %d of %d values differ, first in %s"
                    .formatted(
                        name,
                        width,
                        height,
                        frames,
                        comparison.differing(),
                        comparison.compared(),
                        comparison.firstDifference())));
  }

  private void compareLayers(
      Comparison comparison, GraphExecutor right, GraphExecutor tried, byte[] input) {
    List<Seen> expected = new ArrayList<>();
    List<Seen> actual = new ArrayList<>();
    int[] expectedResult = layers(right, input, expected);
    int[] actualResult = layers(tried, input, actual);
    comparison.values(
        "the number of layers", new int[] {expected.size()}, new int[] {actual.size()});
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      Seen layer = expected.get(i);
      Seen other = actual.get(i);
      boolean same =
          layer.layer().equals(other.layer())
              && layer.width() == other.width()
              && layer.height() == other.height();
      comparison.values("the order and sizes of layers", new int[1], new int[] {same ? 0 : 1});
      comparison.codes(layer.layer(), layer.codes(), other.codes());
    }
    comparison.values("the result", expectedResult, actualResult);
  }

  private int[] layers(GraphExecutor executor, byte[] input, List<Seen> seen) {
    return executor.run(
        input,
        width,
        height,
        (layer, output, layerWidth, layerHeight) ->
            seen.add(new Seen(layer.name(), layerWidth, layerHeight, output)));
  }

  private int[] batch(GraphExecutor executor) {
    int[] results = new int[graph.resultLength(frames, width, height)];
    executor.run(codes, frames, width, height, results);
    return results;
  }
}
