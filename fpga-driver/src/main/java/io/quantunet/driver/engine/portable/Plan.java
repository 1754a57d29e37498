package io.quantunet.driver.engine.portable;

import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Codes;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.Step;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.engine.graph.Tensor;
import io.quantunet.driver.model.Layer;
import java.util.ArrayList;
import java.util.List;

/** A graph for one size of input: every buffer allocated, every layer prepared. */
final class Plan {

  private final int width;
  private final int height;
  private final byte[][] tensors;
  private final List<Operation> operations = new ArrayList<>();

  private interface Work {
    void run(int[] results, int first, LayerObserver observer);
  }

  /** One step, ready to run. */
  private record Operation(String step, String kind, Work work) {}

  Plan(Graph graph, int width, int height) {
    this.width = width;
    this.height = height;
    this.tensors = new byte[graph.tensors().size()][];
    for (Tensor tensor : graph.tensors()) {
      tensors[tensor.id()] = new byte[tensor.side(height) * tensor.side(width) * tensor.channels()];
    }
    graph.steps().forEach(this::add);
    if (!(graph.steps().get(graph.steps().size() - 1) instanceof Step.Head)) {
      byte[] last = tensors[tensors.length - 1];
      add("result", "copy", (results, first, observer) -> Codes.toInts(last, results, first));
    }
  }

  boolean isFor(int inputWidth, int inputHeight) {
    return width == inputWidth && height == inputHeight;
  }

  /** Computes the input that begins at one place into the results that begin at another. */
  void run(byte[] codes, int from, int[] results, int first, LayerObserver observer) {
    System.arraycopy(codes, from, tensors[0], 0, tensors[0].length);
    for (Operation operation : operations) {
      operation.work().run(results, first, observer);
    }
  }

  /** As {@link #run}, and says how long each step took. */
  List<StepTime> time(byte[] codes, int[] results) {
    System.arraycopy(codes, 0, tensors[0], 0, tensors[0].length);
    List<StepTime> times = new ArrayList<>();
    for (Operation operation : operations) {
      long start = System.nanoTime();
      operation.work().run(results, 0, LayerObserver.NONE);
      long nanos = System.nanoTime() - start;
      times.add(new StepTime(operation.step(), operation.kind(), "plain Java", nanos));
    }
    return times;
  }

  private void add(Step step) {
    if (step instanceof Step.Convolve convolve) {
      addConvolution(convolve);
    } else if (step instanceof Step.MaxPool pool) {
      String name = "pool" + pool.to().level();
      add(name, "pooling", (results, first, observer) -> maxPool(pool));
    } else if (step instanceof Step.Concatenate concatenation) {
      String name = "concatenation" + (concatenation.to().level() + 1);
      add(name, "copy", (results, first, observer) -> concatenate(concatenation));
    } else if (step instanceof Step.Head head) {
      PortableLayer layer = prepare(head.layer(), head.from());
      byte[] from = tensors[head.from().id()];
      add(
          head.layer().name(),
          StepTime.CONVOLUTION,
          (results, first, observer) -> layer.accumulate(from, results, first));
    }
  }

  private void addConvolution(Step.Convolve step) {
    PortableLayer layer = prepare(step.layer(), step.from());
    byte[] from = tensors[step.from().id()];
    byte[] to = tensors[step.to().id()];
    add(
        step.layer().name(),
        StepTime.CONVOLUTION,
        (results, first, observer) -> {
          layer.run(from, to);
          if (observer != LayerObserver.NONE) {
            int toWidth = step.to().side(width);
            observer.onLayer(step.layer(), to.clone(), toWidth, step.to().side(height));
          }
        });
  }

  private void add(String step, String kind, Work work) {
    operations.add(new Operation(step, kind, work));
  }

  private PortableLayer prepare(Layer layer, Tensor from) {
    return new PortableLayer(layer, from.side(width), from.side(height));
  }

  private void maxPool(Step.MaxPool step) {
    byte[] from = tensors[step.from().id()];
    byte[] to = tensors[step.to().id()];
    int channels = step.from().channels();
    int fromRow = step.from().side(width) * channels;
    int toRow = step.to().side(width) * channels;
    for (int i = 0; i < to.length; i++) {
      int corner = 2 * (i / toRow) * fromRow + 2 * (i % toRow / channels) * channels + i % channels;
      int top = Math.max(from[corner] & 0xFF, from[corner + channels] & 0xFF);
      corner += fromRow;
      int bottom = Math.max(from[corner] & 0xFF, from[corner + channels] & 0xFF);
      to[i] = (byte) Math.max(top, bottom);
    }
  }

  private void concatenate(Step.Concatenate step) {
    copyChannels(step.upsampled(), step.to(), 0);
    copyChannels(step.skip(), step.to(), step.upsampled().channels());
  }

  private void copyChannels(Tensor from, Tensor to, int firstChannel) {
    byte[] source = tensors[from.id()];
    int channels = from.channels();
    for (int pixel = 0; pixel < source.length / channels; pixel++) {
      int at = pixel * to.channels() + firstChannel;
      System.arraycopy(source, pixel * channels, tensors[to.id()], at, channels);
    }
  }
}
