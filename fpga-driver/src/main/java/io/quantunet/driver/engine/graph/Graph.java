package io.quantunet.driver.engine.graph;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.model.UNetLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Steps in order of execution. The result is what the last one makes.
 *
 * @param tensors every tensor at the index of its id; the first is the input
 * @param steps at least one
 */
public record Graph(List<Tensor> tensors, List<Step> steps) {

  /** Copies the lists. */
  public Graph {
    tensors = List.copyOf(tensors);
    steps = List.copyOf(steps);
  }

  /** The U-Net. */
  public static Graph of(QuantizedModel model) {
    Builder graph = new Builder(1);
    Iterator<Layer> layers = model.layers().iterator();
    List<Tensor> skips = new ArrayList<>();
    Tensor last = graph.input();
    for (int stage = 1; stage <= UNetLayout.STAGES; stage++) {
      last = graph.block(layers, last);
      skips.add(last);
      last = graph.pool(last);
    }
    last = graph.block(layers, last);
    for (int stage = UNetLayout.STAGES; stage >= 1; stage--) {
      last = graph.concatenate(graph.convolve(layers.next(), last), skips.get(stage - 1));
      last = graph.block(layers, last);
    }
    return graph.head(layers.next(), last);
  }

  /** One layer alone. */
  public static Graph of(Layer layer) {
    Builder graph = new Builder(layer.inChannels());
    if (layer.kind() == LayerKind.LOGITS_1X1) {
      return graph.head(layer, graph.input());
    }
    graph.convolve(layer, graph.input());
    return graph.build();
  }

  /** One max-pool alone. */
  public static Graph ofMaxPool(int channels) {
    Builder graph = new Builder(channels);
    graph.pool(graph.input());
    return graph.build();
  }

  /** The input. */
  public Tensor input() {
    return tensors.get(0);
  }

  /** Every layer with weights, in order of execution. */
  public List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Convolve convolve) {
        layers.add(convolve.layer());
      } else if (step instanceof Step.Head head) {
        layers.add(head.layer());
      }
    }
    return layers;
  }

  /**
   * Multiply-accumulates of one of its layers for one input.
   *
   * @throws IllegalArgumentException if no layer of this graph has its name
   */
  public long macs(Layer layer, int width, int height) {
    for (Step step : steps) {
      if (step instanceof Step.Convolve convolve && isNamed(convolve.layer(), layer)) {
        return macs(layer, convolve.from(), width, height);
      } else if (step instanceof Step.Head head && isNamed(head.layer(), layer)) {
        return macs(layer, head.from(), width, height);
      }
    }
    throw new IllegalArgumentException("layer " + layer.name() + " is not of this graph");
  }

  private static boolean isNamed(Layer layer, Layer other) {
    return layer.name().equals(other.name());
  }

  /** Each input pixel meets each weight once; of a transposed convolution, too. */
  private static long macs(Layer layer, Tensor from, int width, int height) {
    return (long) pixels(from, width, height) * layer.weights().length;
  }

  /** How often the input's sides are halved at most. */
  public int poolings() {
    int poolings = 0;
    for (int i = 0; i < tensors.size(); i++) { // for every frame: an iterator would be garbage
      poolings = Math.max(poolings, tensors.get(i).level());
    }
    return poolings;
  }

  /**
   * Checks a batch of inputs against the graph.
   *
   * @throws IllegalArgumentException if a side cannot be halved as often as needed, or the codes
   *     are not {@code [frames, height, width, channels]}
   */
  public void checkInput(byte[] codes, int frames, int width, int height) {
    int multiple = 1 << poolings();
    if (width < 1 || height < 1 || width % multiple != 0 || height % multiple != 0) {
      throw new IllegalArgumentException(
          "an input of %d x %d: both sides must be positive multiples of %d"
              .formatted(width, height, multiple));
    }
    long needed = (long) frames * width * height * input().channels();
    if (frames < 1 || codes.length != needed) {
      throw new IllegalArgumentException(
          "%d input codes, %d x %d x %d x %d needs %d"
              .formatted(codes.length, frames, height, width, input().channels(), needed));
    }
  }

  /**
   * Checks that there is a place for each result.
   *
   * @throws IllegalArgumentException if there are more or less
   */
  public void checkResults(int[] results, int frames, int width, int height) {
    int needed = resultLength(frames, width, height);
    if (results.length != needed) {
      throw new IllegalArgumentException(
          "room for %d results, there are %d".formatted(results.length, needed));
    }
  }

  /** How many values the last step makes of this many inputs. */
  public int resultLength(int frames, int width, int height) {
    Step last = steps.get(steps.size() - 1);
    if (last instanceof Step.Head head) {
      return frames * pixels(head.from(), width, height) * head.layer().outChannels();
    }
    Tensor result = tensors.get(tensors.size() - 1);
    return frames * pixels(result, width, height) * result.channels();
  }

  private static int pixels(Tensor tensor, int width, int height) {
    return tensor.side(width) * tensor.side(height);
  }

  private static final class Builder {

    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    Builder(int inputChannels) {
      tensor(inputChannels, 0);
    }

    Tensor input() {
      return tensors.get(0);
    }

    Tensor block(Iterator<Layer> layers, Tensor from) {
      Tensor middle = convolve(layers.next(), from);
      return convolve(layers.next(), middle);
    }

    Tensor convolve(Layer layer, Tensor from) {
      int halved = layer.kind() == LayerKind.UPCONV_2X2 ? -1 : 0;
      Tensor to = tensor(layer.outChannels(), from.level() + halved);
      steps.add(new Step.Convolve(layer, from, to));
      return to;
    }

    Tensor pool(Tensor from) {
      Tensor to = tensor(from.channels(), from.level() + 1);
      steps.add(new Step.MaxPool(from, to));
      return to;
    }

    Tensor concatenate(Tensor upsampled, Tensor skip) {
      Tensor to = tensor(upsampled.channels() + skip.channels(), skip.level());
      steps.add(new Step.Concatenate(upsampled, skip, to));
      return to;
    }

    Graph head(Layer layer, Tensor from) {
      steps.add(new Step.Head(layer, from));
      return build();
    }

    Graph build() {
      return new Graph(tensors, steps);
    }

    private Tensor tensor(int channels, int level) {
      Tensor tensor = new Tensor(tensors.size(), channels, level);
      tensors.add(tensor);
      return tensor;
    }
  }
}
