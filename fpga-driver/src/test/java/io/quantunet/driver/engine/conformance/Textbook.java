package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.graph.Step;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.engine.graph.Tensor;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A second oracle, which shares no code with the reference engine: {@link Rules} put together, one
 * output value after the other.
 */
final class Textbook implements GraphExecutor {

  private final Graph graph;
  private final Rules rules;

  Textbook(Graph graph, Rules rules) {
    this.graph = graph;
    this.rules = rules;
  }

  @Override
  public void run(byte[] codes, int frames, int width, int height, int[] results) {
    graph.checkInput(codes, frames, width, height);
    int input = codes.length / frames;
    int result = results.length / frames;
    for (int i = 0; i < frames; i++) {
      int from = rules.frame(i) * input;
      int[] one =
          run(Arrays.copyOfRange(codes, from, from + input), width, height, LayerObserver.NONE);
      System.arraycopy(one, 0, results, i * result, result);
    }
  }

  @Override
  public int[] run(byte[] codes, int width, int height, LayerObserver observer) {
    graph.checkInput(codes, 1, width, height);
    Map<Tensor, CodeImage> images = new HashMap<>();
    images.put(graph.input(), new CodeImage(height, width, graph.input().channels(), codes));
    CodeImage last = images.get(graph.input());
    for (Step step : graph.steps()) {
      if (step instanceof Step.Head head) {
        return logits(head.layer(), images.get(head.from()));
      } else if (step instanceof Step.Convolve convolve) {
        last = convolve(convolve.layer(), images.get(convolve.from()));
        images.put(convolve.to(), last);
        observer.onLayer(convolve.layer(), last.codes().clone(), last.width(), last.height());
      } else if (step instanceof Step.MaxPool pool) {
        last = pool(images.get(pool.from()));
        images.put(pool.to(), last);
      } else if (step instanceof Step.Concatenate both) {
        last = rules.concatenate(images.get(both.upsampled()), images.get(both.skip()));
        images.put(both.to(), last);
      }
    }
    return toInts(last.codes());
  }

  @Override
  public List<StepTime> time(byte[] codes, int width, int height) {
    return List.of();
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public void close() {
    // nothing but garbage-collected memory
  }

  private static int[] toInts(byte[] codes) {
    int[] values = new int[codes.length];
    Arrays.setAll(values, i -> Byte.toUnsignedInt(codes[i]));
    return values;
  }

  private int[] logits(Layer layer, CodeImage from) {
    int[] logits = new int[from.height() * from.width() * layer.outChannels()];
    int next = 0;
    long[][][] kernels = kernels(layer);
    for (int y = 0; y < from.height(); y++) {
      for (int x = 0; x < from.width(); x++) {
        for (int c = 0; c < layer.outChannels(); c++) {
          logits[next++] = (int) accumulator(layer, kernels, from, y, x, c);
        }
      }
    }
    return logits;
  }

  private CodeImage convolve(Layer layer, CodeImage from) {
    int scale = layer.kind() == LayerKind.UPCONV_2X2 ? 2 : 1;
    int bits = layer.output().orElseThrow().width().bits();
    CodeImage to = new CodeImage(scale * from.height(), scale * from.width(), layer.outChannels());
    long[][][] kernels = kernels(layer);
    for (int y = 0; y < to.height(); y++) {
      for (int x = 0; x < to.width(); x++) {
        for (int c = 0; c < to.channels(); c++) {
          long accumulator = accumulator(layer, kernels, from, y, x, c);
          to.set(
              y,
              x,
              c,
              rules.clamp(rules.round(accumulator, rules.shift(layer, c)), bits).byteValue());
        }
      }
    }
    return to;
  }

  private long accumulator(
      Layer layer, long[][][] kernels, CodeImage from, int y, int x, int channel) {
    int in = layer.inChannels();
    if (layer.kind() == LayerKind.UPCONV_2X2) {
      long[] products = new long[in];
      int tap = rules.tapRow(y, x) * 2 + rules.tapColumn(y, x);
      multiply(kernels[channel][tap], from, y / 2, x / 2, products, 0);
      return rules.sum(products, rules.bias(layer, channel));
    }
    int side = layer.kind().side();
    int pad = rules.pad(layer.kind());
    long[] products = new long[side * side * in];
    for (int tap = 0; tap < side * side; tap++) {
      int fromY = y + tap / side - pad;
      int fromX = x + tap % side - pad;
      multiply(kernels[channel][tap], from, fromY, fromX, products, tap * in);
    }
    return rules.sum(products, rules.bias(layer, channel));
  }

  private void multiply(long[] weights, CodeImage from, int y, int x, long[] products, int first) {
    boolean inside = from.contains(y, x);
    for (int i = 0; i < weights.length; i++) {
      long code = inside ? rules.activation(from.get(y, x, i)) : rules.outside(from, y, x, i);
      products[first + i] = weights[i] * code;
    }
  }

  /** {@code [out][tap][in]}. */
  private long[][][] kernels(Layer layer) {
    int side = layer.kind().side();
    long[][][] kernels = new long[layer.outChannels()][side * side][layer.inChannels()];
    for (int c = 0; c < layer.outChannels(); c++) {
      for (int tap = 0; tap < side * side; tap++) {
        for (int i = 0; i < layer.inChannels(); i++) {
          kernels[c][tap][i] = rules.weight(layer, c, tap / side, tap % side, i);
        }
      }
    }
    return kernels;
  }

  private CodeImage pool(CodeImage from) {
    CodeImage to = new CodeImage(from.height() / 2, from.width() / 2, from.channels());
    for (int y = 0; y < to.height(); y++) {
      for (int x = 0; x < to.width(); x++) {
        for (int c = 0; c < to.channels(); c++) {
          byte pooled =
              rules.pool(
                  from.get(2 * y, 2 * x, c),
                  from.get(2 * y, 2 * x + 1, c),
                  from.get(2 * y + 1, 2 * x, c),
                  from.get(2 * y + 1, 2 * x + 1, c));
          to.set(y, x, c, pooled);
        }
      }
    }
    return to;
  }
}
