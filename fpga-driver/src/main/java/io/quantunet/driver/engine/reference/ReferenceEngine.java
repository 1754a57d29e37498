package io.quantunet.driver.engine.reference;

import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Codes;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.graph.Step;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.engine.graph.Tensor;
import io.quantunet.driver.model.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Executes a graph step by step in plain Java. */
public final class ReferenceEngine implements GraphExecutor {

  private final Graph graph;
  private final Map<String, ReferenceLayer> layers = new HashMap<>();

  /** Prepares the layers of a graph. */
  public ReferenceEngine(Graph graph) {
    this.graph = graph;
    for (Layer layer : graph.layers()) {
      layers.put(layer.name(), new ReferenceLayer(layer));
    }
  }

  @Override
  public void run(byte[] codes, int frames, int width, int height, int[] results) {
    graph.checkInput(codes, frames, width, height);
    graph.checkResults(results, frames, width, height);
    int input = codes.length / frames;
    int result = results.length / frames;
    for (int frame = 0; frame < frames; frame++) {
      byte[] one = Arrays.copyOfRange(codes, frame * input, (frame + 1) * input);
      int[] values = new Run(width, height, LayerObserver.NONE).execute(one);
      System.arraycopy(values, 0, results, frame * result, result);
    }
  }

  @Override
  public int[] run(byte[] codes, int width, int height, LayerObserver observer) {
    graph.checkInput(codes, 1, width, height);
    return new Run(width, height, observer).execute(codes);
  }

  @Override
  public List<StepTime> time(byte[] codes, int width, int height) {
    List<StepTime> times = new ArrayList<>();
    long[] last = {System.nanoTime()};
    run(
        codes,
        width,
        height,
        (layer, output, outWidth, outHeight) -> {
          long now = System.nanoTime();
          times.add(new StepTime(layer.name(), StepTime.CONVOLUTION, "plain Java", now - last[0]));
          last[0] = now;
        });
    Layer head = graph.layers().get(graph.layers().size() - 1);
    if (head.output().isEmpty()) {
      times.add(
          new StepTime(
              head.name(), StepTime.CONVOLUTION, "plain Java", System.nanoTime() - last[0]));
    }
    return times;
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public void close() {
    // nothing but garbage-collected memory
  }

  /** One frame on its way through the graph. */
  private final class Run {

    private final byte[][] tensors = new byte[graph.tensors().size()][];
    private final int width;
    private final int height;
    private final LayerObserver observer;

    Run(int width, int height, LayerObserver observer) {
      this.width = width;
      this.height = height;
      this.observer = observer;
    }

    int[] execute(byte[] input) {
      tensors[graph.input().id()] = input;
      Tensor last = graph.input();
      for (Step step : graph.steps()) {
        if (step instanceof Step.Head head) {
          return accumulate(head.layer(), head.from());
        } else if (step instanceof Step.Convolve convolve) {
          last = convolve.to();
          tensors[last.id()] = convolve(convolve);
        } else if (step instanceof Step.MaxPool pool) {
          last = pool.to();
          tensors[last.id()] = maxPool(pool);
        } else if (step instanceof Step.Concatenate concatenation) {
          last = concatenation.to();
          tensors[last.id()] = concatenate(concatenation);
        }
      }
      return Codes.toInts(tensors[last.id()]);
    }

    private int[] accumulate(Layer layer, Tensor from) {
      return layers
          .get(layer.name())
          .accumulate(tensors[from.id()], from.side(width), from.side(height));
    }

    private byte[] convolve(Step.Convolve step) {
      Layer layer = step.layer();
      byte[] codes = layers.get(layer.name()).requantize(accumulate(layer, step.from()));
      if (observer != LayerObserver.NONE) {
        observer.onLayer(layer, codes.clone(), step.to().side(width), step.to().side(height));
      }
      return codes;
    }

    private byte[] maxPool(Step.MaxPool step) {
      byte[] from = tensors[step.from().id()];
      int channels = step.from().channels();
      int fromRow = step.from().side(width) * channels;
      int toWidth = step.to().side(width);
      int toHeight = step.to().side(height);
      byte[] to = new byte[toHeight * toWidth * channels];
      for (int y = 0; y < toHeight; y++) {
        for (int x = 0; x < toWidth; x++) {
          for (int c = 0; c < channels; c++) {
            int corner = 2 * y * fromRow + 2 * x * channels + c;
            int top = larger(from[corner], from[corner + channels]);
            int bottom = larger(from[corner + fromRow], from[corner + fromRow + channels]);
            to[(y * toWidth + x) * channels + c] = (byte) Math.max(top, bottom);
          }
        }
      }
      return to;
    }

    private byte[] concatenate(Step.Concatenate step) {
      byte[] upsampled = tensors[step.upsampled().id()];
      byte[] skip = tensors[step.skip().id()];
      int first = step.upsampled().channels();
      int second = step.skip().channels();
      byte[] to = new byte[upsampled.length + skip.length];
      for (int pixel = 0; pixel < to.length / (first + second); pixel++) {
        int at = pixel * (first + second);
        System.arraycopy(upsampled, pixel * first, to, at, first);
        System.arraycopy(skip, pixel * second, to, at + first, second);
      }
      return to;
    }
  }

  private static int larger(byte a, byte b) {
    return Math.max(a & 0xFF, b & 0xFF);
  }
}
