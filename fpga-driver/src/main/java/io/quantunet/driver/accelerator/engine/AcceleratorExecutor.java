package io.quantunet.driver.accelerator.engine;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.compiler.Compiler;
import io.quantunet.driver.accelerator.compiler.FramePacker;
import io.quantunet.driver.accelerator.compiler.PlacedMap;
import io.quantunet.driver.accelerator.compiler.Program;
import io.quantunet.driver.accelerator.compiler.ResultReader;
import io.quantunet.driver.accelerator.plan.MapLayout;
import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Codes;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.model.Layer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Executes a graph on a device. A program is compiled and loaded for each size of the input, anew
 * when the size changes.
 */
public final class AcceleratorExecutor implements GraphExecutor {

  private static final Duration SIMULATED_FRAME_TIMEOUT = Duration.ofMinutes(10);
  private static final double NANOS_PER_CYCLE = 1e9 / 300e6;

  private final Graph graph;
  private final AcceleratorDevice device;
  private final long base;
  private final Duration timeout;
  private final Configuration array;
  private Loaded loaded;
  private long deviceCycles;

  /**
   * On a simulation, which is slow, and whose memory begins at 0.
   *
   * @param device taken over: closed with the executor
   * @throws EngineException if the device's capabilities make no sense
   */
  public AcceleratorExecutor(Graph graph, AcceleratorDevice device) {
    this(graph, device, 0, SIMULATED_FRAME_TIMEOUT);
  }

  /**
   * @param device taken over: closed with the executor
   * @param base first card address that may be used
   * @param timeout longest time for a frame, positive
   * @throws EngineException if the device's capabilities make no sense
   */
  public AcceleratorExecutor(Graph graph, AcceleratorDevice device, long base, Duration timeout) {
    this.graph = graph;
    this.device = device;
    this.base = base;
    this.timeout = timeout;
    try {
      this.array = Configuration.read(device);
    } catch (IllegalArgumentException | DeviceException e) {
      throw new EngineException("device " + device.name() + ": " + e.getMessage(), e);
    }
  }

  /** A program on the device. */
  private record Loaded(
      Program program, boolean keepsMaps, FramePacker packer, ProgramRunner runner) {}

  @Override
  public void run(byte[] codes, int frames, int width, int height, int[] results) {
    graph.checkInput(codes, frames, width, height);
    graph.checkResults(results, frames, width, height);
    load(width, height, false);
    for (int frame = 0; frame < frames; frame++) {
      FrameRun run = run(codes, frame * (codes.length / frames));
      read(run, results, frame * (results.length / frames));
    }
  }

  @Override
  public int[] run(byte[] codes, int width, int height, LayerObserver observer) {
    if (observer != LayerObserver.NONE) {
      return observe(codes, width, height, observer).logits();
    }
    int[] results = new int[graph.resultLength(1, width, height)];
    run(codes, 1, width, height, results);
    return results;
  }

  @Override
  public List<StepTime> time(byte[] codes, int width, int height) {
    graph.checkInput(codes, 1, width, height);
    load(width, height, false);
    FrameRun run = run(codes, 0);
    List<StepTime> times = new ArrayList<>();
    for (int layer = 0; layer < loaded.program().layers().size(); layer++) {
      times.add(
          new StepTime(
              loaded.program().layers().get(layer).name(),
              StepTime.CONVOLUTION,
              device.name() + " at 300 MHz",
              Math.round(cycles(run, layer) * NANOS_PER_CYCLE)));
    }
    return times;
  }

  /** The program for inputs of the size that ran last, with its predicted cost. */
  public Program program(int width, int height) {
    load(width, height, false);
    return loaded.program();
  }

  /**
   * What a device made of a frame, and its own figures.
   *
   * @param logits the result, {@code [height, width, channels]}
   * @param program what was run
   * @param run each descriptor's completion
   */
  public record Observed(int[] logits, Program program, FrameRun run) {}

  /**
   * Runs one frame, shows what each layer made of it, and reports the device's own figures.
   *
   * @param observer sees every layer's codes but the head's
   */
  public Observed observe(byte[] codes, int width, int height, LayerObserver observer) {
    graph.checkInput(codes, 1, width, height);
    load(width, height, true);
    int[] results = new int[graph.resultLength(1, width, height)];
    FrameRun run = run(codes, 0);
    read(run, results, 0);
    show(run, observer);
    return new Observed(results, loaded.program(), run);
  }

  /**
   * Runs one frame and reports the device's own figures.
   *
   * @param expectedCrcs of each descriptor of {@link #program}; empty = not checked
   */
  public FrameRun measure(byte[] codes, int width, int height, List<Integer> expectedCrcs) {
    graph.checkInput(codes, 1, width, height);
    load(width, height, false);
    return run(codes, 0, expectedCrcs);
  }

  @Override
  public long deviceCycles() {
    return deviceCycles;
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public void close() {
    device.close();
  }

  private void load(int width, int height, boolean keepMaps) {
    if (loaded != null
        && loaded.program().width() == width
        && loaded.program().height() == height
        && loaded.keepsMaps() == keepMaps) {
      return;
    }
    loaded = null; // should the next not load
    Program program = compile(width, height, keepMaps);
    try {
      ProgramRunner runner = new ProgramRunner(device, program, base, timeout);
      loaded = new Loaded(program, keepMaps, new FramePacker(program), runner);
    } catch (DeviceException e) {
      throw new EngineException("device " + device.name() + ": " + e.getMessage(), e);
    }
  }

  private Program compile(int width, int height, boolean keepMaps) {
    return new Compiler(array, base + CardMap.PROGRAMS, keepMaps).compile(graph, width, height);
  }

  private FrameRun run(byte[] codes, int first) {
    return run(codes, first, List.of());
  }

  private FrameRun run(byte[] codes, int first, List<Integer> expectedCrcs) {
    ByteBuffer input = ByteBuffer.allocate(loaded.packer().bytes());
    loaded.packer().pack(codes, first, input);
    try {
      FrameRun run = loaded.runner().run(input.flip(), expectedCrcs);
      deviceCycles = run.cycles();
      return run;
    } catch (DeviceException e) {
      throw new EngineException("device " + device.name() + ": " + e.getMessage(), e);
    }
  }

  private void read(FrameRun run, int[] results, int first) {
    Program program = loaded.program();
    if (program.last().raw()) {
      ResultReader.logits(program.last(), run.result(), results, first);
    } else {
      byte[] codes = ResultReader.codes(program.last().output(), run.result().array());
      Codes.toInts(codes, results, first);
    }
  }

  private void show(FrameRun run, LayerObserver observer) {
    Program program = loaded.program();
    for (int i = 0; i < program.layers().size(); i++) {
      Layer layer = program.layers().get(i);
      if (layer.output().isPresent()) {
        PlacedMap map = program.maps().get(i);
        MapLayout layout = map.layout();
        boolean isResult = i == program.layers().size() - 1;
        long address = isResult ? program.resultAddress(run.slot()) : map.address();
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(layout.bytes()));
        readMemory(address, bytes);
        byte[] codes = ResultReader.codes(layout, bytes.array());
        observer.onLayer(layer, codes, layout.width(), layout.height());
      }
    }
  }

  private void readMemory(long address, ByteBuffer bytes) {
    try {
      device.readMemory(address, bytes);
    } catch (DeviceException e) {
      throw new EngineException("device " + device.name() + ": " + e.getMessage(), e);
    }
  }

  private long cycles(FrameRun run, int layer) {
    long cycles = 0;
    for (int i = 0; i < run.completions().size(); i++) {
      if (loaded.program().descriptors().get(i).layerIndex() == layer) {
        cycles += run.completions().get(i).cycles();
      }
    }
    return cycles;
  }
}
