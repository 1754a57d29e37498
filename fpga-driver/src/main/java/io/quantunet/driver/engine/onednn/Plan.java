package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Codes;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.Step;
import io.quantunet.driver.engine.graph.Tensor;
import io.quantunet.driver.engine.reference.ReferenceLayer;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.IntPointer;

/** A graph for one size of input: every buffer allocated, every primitive made, weights packed. */
final class Plan implements AutoCloseable {

  private final NativeScope scope = new NativeScope();
  private final engine cpu = OneDnn.cpu();
  private final Primitives primitives = new Primitives(scope, cpu);
  private final Set<String> exactLayers;
  private final int width;
  private final int height;
  private final Map<Tensor, CodeBuffer> buffers = new HashMap<>();
  private final List<Operation> operations = new ArrayList<>();
  private final CodeBuffer input;
  private Supplier<int[]> result;

  /** One step, ready to run. */
  private interface Operation {
    void run(LayerObserver observer);
  }

  /**
   * @param exactLayers names of the layers that oneDNN may compute
   */
  Plan(Graph graph, Set<String> exactLayers, int width, int height) {
    this.exactLayers = exactLayers;
    this.width = width;
    this.height = height;
    try {
      placeTensors(graph);
      input = buffers.get(graph.input());
      Tensor last = graph.tensors().get(graph.tensors().size() - 1);
      result = () -> Codes.toInts(buffers.get(last).read());
      graph.steps().forEach(this::add);
      primitives.allocateScratchpad();
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  int[] run(byte[] codes, LayerObserver observer) {
    input.write(codes);
    for (Operation operation : operations) {
      operation.run(observer);
    }
    primitives.await();
    return result.get();
  }

  @Override
  public void close() {
    scope.close();
  }

  /** What is upsampled lies within the concatenation from the start. */
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
    return CodeBuffer.allocate(
        scope, cpu, tensor.side(width), tensor.side(height), tensor.channels());
  }

  private void add(Step step) {
    if (step instanceof Step.Convolve convolve) {
      addConvolution(convolve.layer(), buffers.get(convolve.from()), buffers.get(convolve.to()));
    } else if (step instanceof Step.MaxPool pool) {
      add(primitives.maxPool(buffers.get(pool.from()).image(), buffers.get(pool.to()).image()));
    } else if (step instanceof Step.Concatenate concatenate) {
      CodeBuffer whole = buffers.get(concatenate.to());
      int upsampled = concatenate.upsampled().channels();
      CodeBuffer skip = buffers.get(concatenate.skip());
      add(primitives.copy(skip.image(), whole.channels(upsampled, skip.channels()).image()));
    } else if (step instanceof Step.Head head) {
      addHead(head.layer(), buffers.get(head.from()));
    }
  }

  private void add(Runnable primitive) {
    operations.add(observer -> primitive.run());
  }

  private void addConvolution(Layer layer, CodeBuffer from, CodeBuffer to) {
    if (!exactLayers.contains(layer.name())) {
      addPlainJava(layer, from, to);
    } else if (layer.kind() == LayerKind.UPCONV_2X2) {
      addTransposed(layer, from, to);
    } else {
      add(primitives.requantizing(layer, from.image(), to.image()));
    }
    operations.add(observer -> show(observer, layer, to));
  }

  /** A 1x1 convolution to one pixel of {@code [2, 2, out]} each, and a depth-to-space copy. */
  private void addTransposed(Layer layer, CodeBuffer from, CodeBuffer to) {
    int out = layer.outChannels();
    CodeBuffer deep = CodeBuffer.allocate(scope, cpu, from.width(), from.height(), 4 * out);
    add(primitives.requantizing(layer, from.image(), deep.image()));
    long[] dimensions = {from.height(), 2, from.width(), 2, out};
    long pixel = to.pixelStride();
    long row = to.width() * pixel;
    add(
        primitives.copy(
            deep.view(dimensions, new long[] {from.width() * 4L * out, 2L * out, 4L * out, out, 1}),
            to.view(dimensions, new long[] {2 * row, row, 2 * pixel, pixel, 1})));
  }

  private void addHead(Layer layer, CodeBuffer from) {
    int pixels = from.width() * from.height();
    if (!exactLayers.contains(layer.name())) {
      ReferenceLayer reference = new ReferenceLayer(layer);
      result = () -> reference.accumulate(from.read(), from.width(), from.height());
      return;
    }
    memory sums = sums(layer, from);
    IntPointer data = new IntPointer(CodeBuffer.data(sums));
    add(primitives.summing(layer, from.image(), sums));
    result =
        () -> {
          int[] logits = new int[pixels * layer.outChannels()];
          data.get(logits, 0, logits.length);
          for (int i = 0; i < logits.length; i++) {
            logits[i] += layer.bias()[i % layer.outChannels()];
          }
          return logits;
        };
  }

  private memory sums(Layer layer, CodeBuffer from) {
    try (memory.desc layout =
        new memory.desc(
            new long[] {1, layer.outChannels(), from.height(), from.width()},
            memory.data_type.s32,
            memory.format_tag.acdb)) {
      return scope.own(new memory(layout, cpu));
    }
  }

  private void addPlainJava(Layer layer, CodeBuffer from, CodeBuffer to) {
    ReferenceLayer reference = new ReferenceLayer(layer);
    operations.add(
        observer -> {
          primitives.await();
          int[] accumulators = reference.accumulate(from.read(), from.width(), from.height());
          to.write(reference.requantize(accumulators));
        });
  }

  private void show(LayerObserver observer, Layer layer, CodeBuffer to) {
    if (observer != LayerObserver.NONE) {
      primitives.await();
      observer.onLayer(layer, to.read(), to.width(), to.height());
    }
  }
}
