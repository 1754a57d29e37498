package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.compiler.ExpectedCrcs;
import io.quantunet.driver.accelerator.compiler.Program;
import io.quantunet.driver.accelerator.engine.AcceleratorExecutor;
import io.quantunet.driver.accelerator.engine.FrameRun;
import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Compares every code that a device computes with the reference engine's, layer by layer. */
public final class SelfTest {

  private final Graph graph;
  private final int width;
  private final int height;

  /**
   * What came of it.
   *
   * @param array the device's size
   * @param frames frames that were computed
   * @param layers layers of the net, the head included
   * @param comparedCodes codes and logits that were compared
   * @param differingCodes how many of them differ
   * @param firstDifference the layer of the first that does; empty if none does
   * @param cycles mean of a frame, as the device counts them
   * @param predictedCycles of a frame, as the cost model has them
   */
  public record Report(
      String array,
      int frames,
      int layers,
      long comparedCodes,
      long differingCodes,
      String firstDifference,
      long cycles,
      long predictedCycles) {}

  /** What an engine makes of a frame: each layer's codes, and the logits. */
  private record Made(byte[] frame, List<byte[]> maps, int[] logits) {}

  /** A test with a net on frames of a size. */
  public SelfTest(Graph graph, int width, int height) {
    this.graph = graph;
    this.width = width;
    this.height = height;
  }

  /**
   * Frames of noise, the same for the same seed.
   *
   * @param frames how many
   */
  public List<byte[]> noise(int frames, long seed) {
    Random random = new Random(seed);
    List<byte[]> noise = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      byte[] frame = new byte[width * height * graph.input().channels()];
      random.nextBytes(frame);
      noise.add(frame);
    }
    return noise;
  }

  /**
   * Tests access, then computes frames.
   *
   * @param device is left open, with nothing in flight
   * @param frames at least one, {@code [height, width, channels]} each
   * @throws io.quantunet.driver.accelerator.DeviceException if the device fails
   * @throws io.quantunet.driver.engine.EngineException if it cannot compute the net, or a CRC that
   *     it computed is not the reference's
   */
  public Report run(
      AcceleratorDevice device, MemoryWindow window, DriverTimes times, List<byte[]> frames) {
    AcceleratorDriver.start(device, window, times);
    List<Made> right = reference(frames);
    // Not closed: it would close the device.
    AcceleratorExecutor executor =
        new AcceleratorExecutor(graph, device, window.base(), times.frame());
    Difference difference = new Difference(graph);
    long cycles = 0;
    for (Made made : right) {
      cycles += compare(executor, made, difference).cycles();
    }
    Program program = executor.program(width, height);
    return new Report(
        program.array().name(),
        frames.size(),
        graph.layers().size(),
        difference.compared,
        difference.differing,
        difference.first,
        cycles / frames.size(),
        program.cost().cycles());
  }

  /** Computes a frame, counts what differs, and holds the device's CRCs to what it should store. */
  private FrameRun compare(AcceleratorExecutor executor, Made right, Difference difference) {
    List<byte[]> maps = new ArrayList<>();
    AcceleratorExecutor.Observed found =
        executor.observe(right.frame(), width, height, (layer, codes, w, h) -> maps.add(codes));
    difference.add(right, maps, found.logits());
    List<Integer> crcs = ExpectedCrcs.of(found.program(), right.maps(), right.logits());
    for (int i = 0; i < crcs.size(); i++) {
      if (difference.differing == 0
          && crcs.get(i) != found.run().completions().get(i).outputCrc()) {
        throw new EngineException(
            "layer %s: all codes are right, the device's CRC of them is wrong"
                .formatted(found.program().descriptors().get(i).layer().name()));
      }
    }
    return found.run();
  }

  private List<Made> reference(List<byte[]> frames) {
    try (GraphExecutor reference = Engines.executor(EngineKind.REFERENCE, graph)) {
      return frames.stream().map(frame -> made(reference, frame)).toList();
    }
  }

  private Made made(GraphExecutor engine, byte[] frame) {
    List<byte[]> maps = new ArrayList<>();
    int[] logits = engine.run(frame, width, height, (layer, codes, w, h) -> maps.add(codes));
    return new Made(frame, maps, logits);
  }

  /** Counts as it goes. */
  private static final class Difference {

    private final Graph graph;
    private long compared = 0;
    private long differing = 0;
    private String first = "";

    Difference(Graph graph) {
      this.graph = graph;
    }

    void add(Made right, List<byte[]> maps, int[] logits) {
      for (int i = 0; i < maps.size(); i++) {
        byte[] codes = right.maps().get(i);
        for (int at = 0; at < codes.length; at++) {
          count(i, codes[at] == maps.get(i)[at]);
        }
      }
      for (int at = 0; at < logits.length; at++) {
        count(maps.size(), logits[at] == right.logits()[at]);
      }
    }

    private void count(int layer, boolean same) {
      compared++;
      if (!same) {
        differing++;
        first = first.isEmpty() ? graph.layers().get(layer).name() : first;
      }
    }
  }
}
