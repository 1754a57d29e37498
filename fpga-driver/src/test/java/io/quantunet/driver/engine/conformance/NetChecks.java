package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.engine.conformance.ConformanceChecks.Check;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.driver.verify.Trial;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whole nets: the order of concatenation, every layer's codes, batches. */
final class NetChecks {

  private NetChecks() {}

  static List<Check> all() {
    return List.of(
        new Check("every layer of small nets", NetChecks::nets),
        new Check("batches", NetChecks::batches));
  }

  private static Stream<Trial> nets() {
    return IntStream.rangeClosed(1, 6).mapToObj(width -> net(width, 48, 16, 1));
  }

  private static Stream<Trial> batches() {
    return Stream.of(2, 3, 7).map(frames -> net(2, 16, 32, frames));
  }

  private static Trial net(int width, int across, int down, int frames) {
    Graph graph = Graph.of(RandomModels.model(width, 100L + width));
    byte[] codes = RandomModels.codes(new Random(width), frames * across * down, new BitWidth(8));
    return new Trial("a net of width " + width, graph, across, down, frames, codes);
  }
}
