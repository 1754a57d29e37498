package io.quantunet.driver.onnx;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.onnx.proto.TensorProto;
import java.util.List;

/**
 * The transposed convolution 2x2 with stride 2 out of a Resize and a plain convolution, exactly.
 *
 * <p>Pixel (y, x) goes to (2y, 2x), zeros around it. A Conv 2x2 with one row and column of padding
 * before then gives at (2y+i, 2x+j) only {@code x(y, x) * k(1-i, 1-j)}: with the kernel turned by
 * 180 degrees that is the transposed convolution's tap (i, j).
 */
final class SpreadPixels {

  private SpreadPixels() {}

  /** Writes the nodes that double the sides and put zeros between the pixels. */
  static Wire write(GraphWriter graph, String layer, Wire from) {
    Wire resized = from.doubled(layer + ".resized", from.channels());
    String noRegion = graph.floats(layer + ".region", new float[0], 0); // hls4ml wants it named
    String factors = graph.floats(layer + ".factors", new float[] {1, 1, 2, 2}, 4);
    graph.node(
        "Resize",
        resized.name(),
        List.of(from.name(), noRegion, factors),
        resized.name(),
        GraphWriter.text("mode", "nearest"),
        GraphWriter.text("coordinate_transformation_mode", "asymmetric"),
        GraphWriter.text("nearest_mode", "floor"));
    Wire spread = resized.named(layer + ".spread");
    String mask = graph.floats(layer + ".mask", mask(resized), resized.dims());
    graph.node("Mul", spread.name(), List.of(resized.name(), mask), spread.name());
    graph.shape(resized.name(), TensorProto.DataType.FLOAT, resized.dims());
    graph.shape(spread.name(), TensorProto.DataType.FLOAT, spread.dims());
    return spread;
  }

  /** Weights {@code [out, in, ky, kx]}, turned by 180 degrees. */
  static float[] turned(LayerTensors tensors) {
    Layer layer = tensors.layer();
    float[] values = tensors.values();
    int taps = layer.kind().taps();
    float[] turned = new float[values.length];
    for (int in = 0; in < layer.inChannels(); in++) {
      for (int out = 0; out < layer.outChannels(); out++) {
        for (int tap = 0; tap < taps; tap++) {
          turned[(out * layer.inChannels() + in) * taps + taps - 1 - tap] =
              values[(in * layer.outChannels() + out) * taps + tap];
        }
      }
    }
    return turned;
  }

  /** As large as the tensor: hls4ml does not stretch a mask over channels. */
  private static float[] mask(Wire wire) {
    float[] mask = new float[wire.channels() * wire.height() * wire.width()];
    for (int c = 0; c < wire.channels(); c++) {
      for (int y = 0; y < wire.height(); y += 2) {
        for (int x = 0; x < wire.width(); x += 2) {
          mask[(c * wire.height() + y) * wire.width() + x] = 1;
        }
      }
    }
    return mask;
  }
}
