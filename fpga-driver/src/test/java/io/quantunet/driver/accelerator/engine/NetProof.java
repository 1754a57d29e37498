package io.quantunet.driver.accelerator.engine;

import io.quantunet.driver.accelerator.compiler.Program;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.reference.ReferenceEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A frame on a device beside the reference: every layer's codes, and the logits.
 *
 * @param codes how many were compared
 * @param differing how many of them differ
 * @param differs layers in which any differ
 * @param cycles of the frame, as the device counts them
 * @param program what the device ran, but for maps that are kept to be looked at
 */
record NetProof(long codes, long differing, List<String> differs, long cycles, Program program) {

  /** How far the cost model is off, as a share of what the device counts. */
  double costError() {
    return Math.abs(program.cost().cycles() - cycles) / (double) cycles;
  }

  /**
   * Runs the frame on both.
   *
   * @param executor is left open
   */
  static NetProof of(AcceleratorExecutor executor, byte[] frame, int width, int height) {
    Graph graph = executor.graph();
    List<byte[]> right = new ArrayList<>();
    int[] logits =
        new ReferenceEngine(graph)
            .run(frame, width, height, (layer, codes, w, h) -> right.add(codes));
    List<byte[]> found = new ArrayList<>();
    int[] other = executor.run(frame, width, height, (layer, codes, w, h) -> found.add(codes));
    Tally tally = new Tally();
    for (int i = 0; i < right.size(); i++) {
      byte[] expected = right.get(i);
      byte[] actual = found.get(i);
      tally.add(graph.layers().get(i).name(), expected.length, at -> expected[at] == actual[at]);
    }
    String head = graph.layers().get(right.size()).name();
    tally.add(head, logits.length, at -> logits[at] == other[at]);
    long cycles = executor.deviceCycles();
    return new NetProof(
        tally.codes, tally.differing, tally.layers, cycles, executor.program(width, height));
  }

  /** Counts as it goes. */
  private static final class Tally {

    private long codes = 0;
    private long differing = 0;
    private final List<String> layers = new ArrayList<>();

    void add(String layer, int count, IntPredicate same) {
      long wrong = IntStream.range(0, count).filter(same.negate()).count();
      codes += count;
      differing += wrong;
      if (wrong > 0) {
        layers.add(layer);
      }
    }
  }
}
