package io.quantunet.driver.engine.reference;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;

/** One layer of the integer model. */
public final class ReferenceLayer {

  private final Layer layer;
  private final int[] weights; // [tap, in, out]: the innermost loop runs over the output channels

  /** Prepares a layer. */
  public ReferenceLayer(Layer layer) {
    this.layer = layer;
    int out = layer.outChannels();
    int in = layer.inChannels();
    this.weights = new int[layer.kind().taps() * in * out];
    for (int tap = 0; tap < layer.kind().taps(); tap++) {
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          weights[(tap * in + i) * out + o] = layer.weight(o, tap, i);
        }
      }
    }
  }

  /**
   * {@code bias + sum(weight * activation)}, exact.
   *
   * @param codes the input, {@code [height, width, in]}
   * @return {@code [height, width, out]}; both sides doubled for a transposed convolution
   */
  public int[] accumulate(byte[] codes, int width, int height) {
    return layer.kind() == LayerKind.UPCONV_2X2
        ? transposed(codes, width, height)
        : convolution(codes, width, height);
  }

  /**
   * The codes of accumulators.
   *
   * @param accumulators {@code [..., out]}
   */
  public byte[] requantize(int[] accumulators) {
    Requantizer[] channels = Requantizer.of(layer);
    byte[] codes = new byte[accumulators.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) channels[i % channels.length].code(accumulators[i]);
    }
    return codes;
  }

  private int[] convolution(byte[] codes, int width, int height) {
    int side = layer.kind().side();
    int pad = side / 2;
    int[] accumulators = new int[height * width * layer.outChannels()];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel = y * width + x;
        addBias(accumulators, pixel);
        for (int tap = 0; tap < side * side; tap++) {
          int fromY = y + tap / side - pad;
          int fromX = x + tap % side - pad;
          if (fromY >= 0 && fromY < height && fromX >= 0 && fromX < width) {
            addTap(accumulators, pixel, tap, codes, fromY * width + fromX);
          }
        }
      }
    }
    return accumulators;
  }

  /** Stride 2 and kernel 2 do not overlap: each output pixel sees one input pixel and one tap. */
  private int[] transposed(byte[] codes, int width, int height) {
    int outWidth = 2 * width;
    int outHeight = 2 * height;
    int[] accumulators = new int[outHeight * outWidth * layer.outChannels()];
    for (int y = 0; y < outHeight; y++) {
      for (int x = 0; x < outWidth; x++) {
        int pixel = y * outWidth + x;
        addBias(accumulators, pixel);
        addTap(accumulators, pixel, y % 2 * 2 + x % 2, codes, y / 2 * width + x / 2);
      }
    }
    return accumulators;
  }

  private void addBias(int[] accumulators, int pixel) {
    int out = layer.outChannels();
    System.arraycopy(layer.bias(), 0, accumulators, pixel * out, out);
  }

  private void addTap(int[] accumulators, int pixel, int tap, byte[] codes, int fromPixel) {
    int in = layer.inChannels();
    int out = layer.outChannels();
    int first = pixel * out;
    for (int i = 0; i < in; i++) {
      int code = codes[fromPixel * in + i] & 0xFF;
      int row = (tap * in + i) * out;
      for (int o = 0; o < out; o++) {
        accumulators[first + o] += code * weights[row + o];
      }
    }
  }
}
