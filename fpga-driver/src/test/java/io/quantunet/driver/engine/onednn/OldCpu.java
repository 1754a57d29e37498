package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.reference.ReferenceEngine;
import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.verify.RandomModels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Runs in a process of its own, since oneDNN looks at {@code ONEDNN_MAX_CPU_ISA} once: compares
 * random layers with the reference and prints what it saw.
 */
final class OldCpu {

  private static final List<LayerKind> KINDS =
      List.of(LayerKind.CONV_3X3, LayerKind.CONV_1X1, LayerKind.UPCONV_2X2);
  private static final int LAYERS = 150;
  private static final int SIDE = 8;

  private OldCpu() {}

  public static void main(String[] arguments) {
    System.out.println("fastest=" + Engines.fastest().label());
    Random random = new Random(42);
    int plain = 0;
    int differing = 0;
    for (int i = 0; i < LAYERS; i++) {
      int in = 1 + random.nextInt(24); // few enough for float32's integers
      Layer layer =
          RandomModels.layer(
              random,
              "layer",
              KINDS.get(i % KINDS.size()),
              in,
              1 + random.nextInt(40),
              ActivationFormat.INPUT,
              Optional.of(ActivationFormat.of(2 + random.nextInt(7), 0)));
      byte[] codes = new byte[SIDE * SIDE * in];
      Arrays.fill(codes, (byte) 255); // bright inputs: this is where 16 bits saturate
      Graph graph = Graph.of(layer);
      try (OneDnnEngine oneDnn = new OneDnnEngine(graph);
          ReferenceEngine reference = new ReferenceEngine(graph)) {
        int[] actual = oneDnn.run(codes, SIDE, SIDE, LayerObserver.NONE);
        int[] expected = reference.run(codes, SIDE, SIDE, LayerObserver.NONE);
        plain += oneDnn.plainLayers().size();
        differing += Arrays.equals(actual, expected) ? 0 : 1;
      }
    }
    System.out.printf(
        "isa=%s layers=%d plain=%d differing=%d%n",
        OneDnn.instructionSet(), LAYERS, plain, differing);
  }
}
