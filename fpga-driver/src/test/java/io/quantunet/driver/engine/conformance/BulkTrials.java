package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.driver.verify.RandomTrials;
import io.quantunet.driver.verify.Trial;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Where many codes come from: the trials of the long command, and nets on frames of real size. */
final class BulkTrials {

  private static final int GRID = 128;

  private BulkTrials() {}

  static Stream<Trial> all() {
    Stream<Trial> mixed = LongStream.rangeClosed(1, 30).mapToObj(RandomTrials::of);
    Stream<Trial> nets = LongStream.rangeClosed(1, 10).mapToObj(BulkTrials::net);
    return Stream.concat(mixed, nets);
  }

  private static Trial net(long seed) {
    Graph graph = Graph.of(RandomModels.model(seed % 4 == 0 ? 16 : 8, seed));
    byte[] codes = RandomModels.codes(new Random(seed), GRID * GRID, new BitWidth(8));
    return Trial.of("net " + seed, graph, GRID, GRID, codes);
  }
}
