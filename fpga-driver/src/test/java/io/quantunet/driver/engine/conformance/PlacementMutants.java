package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rules that take a wrong code in one place each: padding, taps, channels, signs or frames. */
final class PlacementMutants {

  private final Map<String, Rules> mutants = new LinkedHashMap<>();

  private PlacementMutants() {
    addGeometry();
    addCodes();
  }

  /** The mutants by what they do. */
  static Map<String, Rules> all() {
    return new PlacementMutants().mutants;
  }

  private void addGeometry() {
    add(
        "pads with the image's edge",
        new Rules() {
          @Override
          int outside(CodeImage image, int y, int x, int channel) {
            int nearestY = Math.max(0, Math.min(image.height() - 1, y));
            int nearestX = Math.max(0, Math.min(image.width() - 1, x));
            return activation(image.get(nearestY, nearestX, channel));
          }
        });
    add(
        "pads with one",
        new Rules() {
          @Override
          int outside(CodeImage image, int y, int x, int channel) {
            return 1;
          }
        });
    add(
        "shifts the padding by a pixel",
        new Rules() {
          @Override
          int pad(LayerKind kind) {
            return kind == LayerKind.CONV_3X3 ? 0 : super.pad(kind);
          }
        });
    add(
        "swaps the taps of a transposed convolution",
        new Rules() {
          @Override
          int tapRow(int outY, int outX) {
            return super.tapColumn(outY, outX);
          }

          @Override
          int tapColumn(int outY, int outX) {
            return super.tapRow(outY, outX);
          }
        });
    add("transposes 3x3 kernels", kernel(false, true));
    add("flips 3x3 kernels", kernel(true, false));
    add(
        "puts the skip's channels first",
        new Rules() {
          @Override
          CodeImage concatenate(CodeImage upsampled, CodeImage skip) {
            return skip.beside(upsampled);
          }
        });
  }

  private static Rules kernel(boolean flipped, boolean transposed) {
    return new Rules() {
      @Override
      long weight(Layer layer, int channel, int ky, int kx, int in) {
        if (layer.kind() != LayerKind.CONV_3X3) {
          return super.weight(layer, channel, ky, kx, in);
        }
        int y = flipped ? 2 - ky : ky;
        int x = flipped ? 2 - kx : kx;
        return transposed
            ? super.weight(layer, channel, x, y, in)
            : super.weight(layer, channel, y, x, in);
      }
    };
  }

  private void addCodes() {
    add(
        "reads activations as signed",
        new Rules() {
          @Override
          int activation(byte code) {
            return code;
          }
        });
    add(
        "pools signed codes",
        new Rules() {
          @Override
          byte pool(byte a, byte b, byte c, byte d) {
            return (byte) Math.max(Math.max(a, b), Math.max(c, d));
          }
        });
    add(
        "pools without the last pixel",
        new Rules() {
          @Override
          byte pool(byte a, byte b, byte c, byte d) {
            return super.pool(a, b, c, a);
          }
        });
    add(
        "reads the weight -1 as 1",
        new Rules() {
          @Override
          long weight(Layer layer, int channel, int ky, int kx, int in) {
            long weight = super.weight(layer, channel, ky, kx, in);
            return weight == -1 ? 1 : weight;
          }
        });
    add(
        "reads weights of 7 bits",
        new Rules() {
          @Override
          long weight(Layer layer, int channel, int ky, int kx, int in) {
            return super.weight(layer, channel, ky, kx, in) << 57 >> 57;
          }
        });
    add(
        "computes the first frame of a batch again and again",
        new Rules() {
          @Override
          int frame(int index) {
            return 0;
          }
        });
  }

  private void add(String name, Rules rules) {
    mutants.put(name, rules);
  }
}
