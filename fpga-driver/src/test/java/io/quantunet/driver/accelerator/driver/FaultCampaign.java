package io.quantunet.driver.accelerator.driver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.driver.accelerator.device.FaultPlan;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Random frames on a device with faults, each held against the reference engine's. The property
 * {@code quantunet.fault.record} names a file that keeps what came of it.
 */
final class FaultCampaign {

  private static final Optional<Path> RECORD =
      Optional.ofNullable(System.getProperty("quantunet.fault.record")).map(Path::of);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SIDE = 16;
  private static final int BATCH = 4;

  /**
   * What came of it.
   *
   * @param wrong frames with a differing logit
   * @param lost frames without a result
   * @param elsewhere frames that the engine in software computed
   * @param recoveries how long each took, from a failure until the device computes again
   */
  record Outcome(
      int frames,
      int wrong,
      int lost,
      long elsewhere,
      long faults,
      DeviceHealth health,
      List<Duration> recoveries) {}

  private FaultCampaign() {}

  /** Runs at least so many frames. */
  static Outcome run(DeviceKeeper keeper, FaultPlan plan, Graph graph, int atLeast) {
    Random random = new Random(7);
    int frames = 0;
    int wrong = 0;
    int lost = 0;
    try (SupervisedExecutor engine =
            new SupervisedExecutor(keeper, Engines.executor(EngineKind.JAVA, graph));
        GraphExecutor reference = Engines.executor(EngineKind.REFERENCE, graph)) {
      for (; frames < atLeast; frames += BATCH) {
        keeper.awaitReady(PATIENCE); // otherwise the rest is computed elsewhere meanwhile
        byte[] codes = new byte[BATCH * SIDE * SIDE];
        random.nextBytes(codes);
        int[] right = new int[codes.length];
        reference.run(codes, BATCH, SIDE, SIDE, right);
        int[] found = new int[codes.length];
        try {
          engine.run(codes, BATCH, SIDE, SIDE, found);
          wrong += wrong(right, found);
        } catch (RuntimeException e) {
          System.out.printf("frames from %d on are lost: %s%n", frames, e);
          lost += BATCH;
        }
      }
      keeper.awaitReady(PATIENCE); // the last recovery counts, too
      long faults = plan.injected().values().stream().mapToLong(Long::longValue).sum();
      return new Outcome(
          frames,
          wrong,
          lost,
          engine.framesElsewhere(),
          faults,
          keeper.health(),
          keeper.recoveries());
    }
  }

  private static int wrong(int[] right, int[] found) {
    int wrong = 0;
    for (int first = 0; first < right.length; first += SIDE * SIDE) {
      int end = first + SIDE * SIDE;
      wrong += Arrays.equals(right, first, end, found, first, end) ? 0 : 1;
    }
    return wrong;
  }

  /**
   * Prints the outcome, and keeps it where that is asked for.
   *
   * @param device what had the faults: {@code stub} or {@code rtl}
   * @param kind the faults
   */
  static void record(String device, String kind, Outcome outcome) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode entry = entry(mapper, outcome);
    System.out.printf("%s %s: %s%n", device, kind, entry);
    if (RECORD.isPresent()) {
      Path file = RECORD.get();
      ObjectNode all =
          Files.exists(file)
              ? (ObjectNode) mapper.readTree(file.toFile())
              : mapper.createObjectNode();
      all.withObject("/" + device).set(kind, entry);
      mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
    }
  }

  private static ObjectNode entry(ObjectMapper mapper, Outcome outcome) {
    List<Duration> sorted = outcome.recoveries().stream().sorted().toList();
    return mapper
        .createObjectNode()
        .put("frames", outcome.frames())
        .put("wrong", outcome.wrong())
        .put("lost", outcome.lost())
        .put("elsewhere", outcome.elsewhere())
        .put("faults", outcome.faults())
        .put("failures", outcome.health().failures())
        .put("resets", outcome.health().resets())
        .put("losses", outcome.health().losses())
        .put("recoveries", sorted.size())
        .put("recovery_seconds_median", sorted.isEmpty() ? 0 : seconds(sorted, sorted.size() / 2))
        .put("recovery_seconds_max", sorted.isEmpty() ? 0 : seconds(sorted, sorted.size() - 1));
  }

  private static double seconds(List<Duration> sorted, int index) {
    return Math.round(sorted.get(index).toNanos() / 1e5) / 1e4;
  }
}
