package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import java.util.Random;

/**
 * A frame whose logits are known, since an engine in software computed them.
 *
 * @param graph the net
 * @param width pixels across
 * @param height pixels down
 * @param codes the frame
 * @param logits what is right
 */
record GoldenFrame(Graph graph, int width, int height, byte[] codes, int[] logits) {

  private static final long SEED = 1;

  /** A frame of noise. */
  static GoldenFrame of(GraphExecutor software, int width, int height) {
    Graph graph = software.graph();
    byte[] codes = new byte[width * height * graph.input().channels()];
    int[] logits = new int[graph.resultLength(1, width, height)];
    new Random(SEED).nextBytes(codes);
    software.run(codes, 1, width, height, logits);
    return new GoldenFrame(graph, width, height, codes, logits);
  }
}
