package io.quantunet.driver.verify;

import io.quantunet.driver.engine.graph.Graph;
import java.util.Map;
import java.util.Optional;

/**
 * One independent vector: an input, a graph, and what must come out.
 *
 * @param graph a layer or a net
 * @param input {@code [height, width, channels]}
 * @param outputs codes after named layers on the way
 * @param result what the last step makes: codes, or logits
 * @param mask for logits
 */
record Case(
    Graph graph,
    int width,
    int height,
    byte[] input,
    Map<String, byte[]> outputs,
    int[] result,
    Optional<Mask> mask) {

  /** Codes after a layer, if the vector shows them. */
  Optional<byte[]> output(String layer) {
    return Optional.ofNullable(outputs.get(layer));
  }

  /**
   * @param threshold lesion if {@code logit > threshold}
   * @param pixels 0 or 1
   */
  record Mask(int threshold, int[] pixels) {}
}
