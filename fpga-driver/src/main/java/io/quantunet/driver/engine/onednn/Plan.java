package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.Step;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.engine.graph.Tensor;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.dnnl.engine;

/**
 * A graph for one size of input: every buffer allocated, every primitive made, weights packed. A
 * run allocates nothing.
 */
final class Plan implements AutoCloseable {

  private final NativeScope scope = new NativeScope();
  private final engine cpu = OneDnn.cpu();
  private final Primitives primitives = new Primitives(scope, cpu);
  private final Function<Layer, Arithmetic> arithmetic;
  private final Extent extent;
  private final Map<Tensor, CodeBuffer> buffers = new HashMap<>();
  private final List<Operation> operations = new ArrayList<>();
  private final CodeBuffer input;
  private Result result;

  /**
   * One thing to do.
   *
   * @param step as in {@link StepTime}
   * @param work as in {@link StepTime}
   * @param by as in {@link StepTime}
   */
  private record Operation(String step, String work, String by, Runnable action) {}

  /** Copies what the last step made. */
  private interface Result {
    void copyTo(int[] values);
  }

  /**
   * @param arithmetic how each layer is computed
   */
  Plan(Graph graph, Function<Layer, Arithmetic> arithmetic, Extent extent) {
    this.arithmetic = arithmetic;
    this.extent = extent;
    try {
      placeTensors(graph);
      input = buffers.get(graph.input());
      CodeBuffer last = buffers.get(graph.tensors().get(graph.tensors().size() - 1));
      result = last::readAsInts;
      graph.steps().forEach(this::add);
      primitives.prepare();
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  boolean fits(int frames, int width, int height) {
    return extent.frames() == frames && extent.width() == width && extent.height() == height;
  }

  void run(byte[] codes, int[] results) {
    input.write(codes);
    for (int i = 0; i < operations.size(); i++) { // an iterator would be garbage
      operations.get(i).action().run();
    }
    primitives.await();
    result.copyTo(results);
  }

  /** As {@link #run}, and shows what each layer wrote. */
  void show(byte[] codes, int[] results, Graph graph, LayerObserver observer) {
    run(codes, results);
    for (Step step : graph.steps()) {
      if (step instanceof Step.Convolve convolve) {
        CodeBuffer to = buffers.get(convolve.to());
        observer.onLayer(convolve.layer(), to.read(), to.extent().width(), to.extent().height());
      }
    }
  }

  /** As {@link #run}, and says how long each part took. */
  List<StepTime> time(byte[] codes, int[] results) {
    List<StepTime> times = new ArrayList<>();
    time(times, new Operation("input", "copy", "memcpy", () -> input.write(codes)));
    for (Operation operation : operations) {
      time(times, operation);
    }
    time(times, new Operation("logits", "copy", "memcpy", () -> result.copyTo(results)));
    return times;
  }

  private void time(List<StepTime> times, Operation operation) {
    long start = System.nanoTime();
    operation.action().run();
    primitives.await();
    long nanos = System.nanoTime() - start;
    times.add(new StepTime(operation.step(), operation.work(), operation.by(), nanos));
  }

  @Override
  public void close() {
    scope.close();
  }

  /**
   * What is upsampled lies within the concatenation from the start. The skip is copied there: a
   * convolution that wrote around the upsampled channels would fall to oneDNN's plain loops.
   */
  private void placeTensors(Graph graph) {
    for (Step step : graph.steps()) {
      if (step instanceof Step.Concatenate concatenate) {
        CodeBuffer whole = allocate(concatenate.to());
        Tensor upsampled = concatenate.upsampled();
        buffers.put(concatenate.to(), whole);
        buffers.put(upsampled, whole.channels(0, upsampled.channels()));
      }
    }
    for (Tensor tensor : graph.tensors()) {
      buffers.computeIfAbsent(tensor, this::allocate);
    }
  }

  private CodeBuffer allocate(Tensor tensor) {
    return CodeBuffer.allocate(scope, cpu, extent.of(tensor), tensor.channels());
  }

  private void add(Step step) {
    if (step instanceof Step.Convolve convolve) {
      addConvolution(convolve.layer(), buffers.get(convolve.from()), buffers.get(convolve.to()));
    } else if (step instanceof Step.MaxPool pool) {
      CodeBuffer from = buffers.get(pool.from());
      CodeBuffer to = buffers.get(pool.to());
      add("pool" + pool.to().level(), "max-pool", primitives.maxPool(from.image(), to.image()));
    } else if (step instanceof Step.Concatenate concatenate) {
      CodeBuffer whole = buffers.get(concatenate.to());
      CodeBuffer skip = buffers.get(concatenate.skip());
      CodeBuffer behind = whole.channels(concatenate.upsampled().channels(), skip.channels());
      String name = "concat" + (concatenate.to().level() + 1);
      add(name, "copy", primitives.copy(skip.image(), behind.image()));
    } else if (step instanceof Step.Head head) {
      addHead(head.layer(), buffers.get(head.from()));
    }
  }

  private void add(String step, String work, Execution execution) {
    operations.add(new Operation(step, work, execution.implementation(), execution));
  }

  private void addConvolution(Layer layer, CodeBuffer from, CodeBuffer to) {
    if (arithmetic.apply(layer) == Arithmetic.PLAIN) {
      addPlain(layer, new PlainLayer(layer, from, to));
    } else if (layer.kind() == LayerKind.UPCONV_2X2) {
      addTransposed(layer, from, to);
    } else {
      addRequantized(layer, from, to);
    }
  }

  /**
   * A 1x1 convolution to one pixel of {@code [2, 2, out]} each, and a depth-to-space copy: stride 2
   * and kernel 2 do not overlap.
   */
  private void addTransposed(Layer layer, CodeBuffer from, CodeBuffer to) {
    CodeBuffer deep = CodeBuffer.allocate(scope, cpu, from.extent(), PackedWeights.rows(layer));
    addRequantized(layer, from, deep);
    add(layer.name(), "depth to space", primitives.copy(deep.blocksByDepth(), to.blocks()));
  }

  private void addRequantized(Layer layer, CodeBuffer from, CodeBuffer to) {
    if (arithmetic.apply(layer) == Arithmetic.FUSED) {
      Execution convolution = primitives.requantizing(layer, from.image(), to.image());
      add(layer.name(), StepTime.CONVOLUTION, convolution);
      return;
    }
    SumBuffer sums = new SumBuffer(scope, cpu, from.extent(), to.channels());
    Execution convolution = primitives.summing(layer, from.image(), sums.image());
    add(layer.name(), StepTime.CONVOLUTION, convolution);
    operations.add(
        new Operation(
            layer.name(),
            "requantization",
            "64-bit Java",
            new WideRequantization(layer, sums, to, primitives::await)));
  }

  private void addPlain(Layer layer, Runnable plain) {
    operations.add(
        new Operation(
            layer.name(),
            StepTime.CONVOLUTION,
            "plain Java",
            () -> {
              primitives.await();
              plain.run();
            }));
  }

  private void addHead(Layer layer, CodeBuffer from) {
    if (arithmetic.apply(layer) == Arithmetic.PLAIN) {
      PlainHead head = new PlainHead(layer, from);
      addPlain(layer, head);
      result = head::copyTo;
    } else {
      SumBuffer sums = new SumBuffer(scope, cpu, from.extent(), layer.outChannels());
      Execution convolution = primitives.summing(layer, from.image(), sums.image());
      add(layer.name(), StepTime.CONVOLUTION, convolution);
      result = values -> copyLogits(layer, sums, values);
    }
  }

  private static void copyLogits(Layer layer, SumBuffer sums, int[] values) {
    sums.read(values);
    int[] bias = layer.bias();
    for (int channel = 0; channel < bias.length; channel++) {
      for (int i = channel; i < values.length; i += bias.length) {
        values[i] += bias[channel];
      }
    }
  }
}
