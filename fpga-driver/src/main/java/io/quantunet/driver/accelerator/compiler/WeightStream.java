package io.quantunet.driver.accelerator.compiler;

import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.MapLayout;
import io.quantunet.driver.model.Layer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A layer's weights in the order in which the device uses them. For each block of output channels
 * the bias and the shift of each, then its weight words:
 *
 * <pre>
 * plane (the sign's first) -> tap -> block of input channels
 * bit o * inputLanes + i of a word = that plane's bit of the weight of output channel o, input channel i
 * </pre>
 */
final class WeightStream {

  private final Layer layer;
  private final DeviceLayer shape;
  private final int[] laneOf; // input channel -> block * lanes + lane
  private final int wordBytes;

  private WeightStream(Layer layer, DeviceLayer shape) {
    this.layer = layer;
    this.shape = shape;
    this.laneOf = lanes(shape);
    this.wordBytes = shape.array().weightWordBytes();
  }

  /** The stream of a layer. */
  static byte[] of(Layer layer, DeviceLayer shape) {
    return new WeightStream(layer, shape).bytes();
  }

  private byte[] bytes() {
    ByteBuffer stream = ByteBuffer.allocate(shape.streamBytes()).order(ByteOrder.LITTLE_ENDIAN);
    int lanes = shape.array().outputLanes();
    for (int block = 0; block < shape.computedBlocks(); block++) {
      int position = block / shape.outputBlocks();
      int first = block % shape.outputBlocks() * lanes;
      int channels = Math.min(lanes, layer.outChannels() - first);
      for (int o = 0; o < lanes; o++) {
        boolean meant = o < channels;
        stream.putInt(meant ? layer.bias()[first + o] : 0);
        stream.putInt(meant && !shape.raw() ? layer.shift(first + o) : 0);
      }
      int words = stream.position();
      for (int o = 0; o < channels; o++) {
        putChannel(stream.array(), words, o, first + o, position);
      }
      stream.position(words + shape.weightWords() * wordBytes);
    }
    return stream.array();
  }

  /** The bits of all weights of one output channel. */
  private void putChannel(byte[] stream, int words, int lane, int channel, int position) {
    int blocks = shape.inputBlocks();
    int inputLanes = shape.array().inputLanes();
    for (int tap = 0; tap < shape.taps(); tap++) {
      for (int i = 0; i < laneOf.length; i++) {
        int word = tap * blocks + laneOf[i] / inputLanes;
        int bit = lane * inputLanes + laneOf[i] % inputLanes;
        int at = words + word * wordBytes + bit / Byte.SIZE;
        putPlanes(stream, at, bit % Byte.SIZE, weight(channel, tap, i, position));
      }
    }
  }

  private void putPlanes(byte[] stream, int first, int bit, int code) {
    int planeBytes = shape.taps() * shape.inputBlocks() * wordBytes;
    int at = first;
    for (int plane = shape.weightBits() - 1; plane >= 0; plane--) {
      stream[at] |= (byte) ((code >> plane & 1) << bit);
      at += planeBytes;
    }
  }

  /** The device's taps and input channels are the layer's, but where taps come as channels. */
  private int weight(int channel, int tap, int inChannel, int position) {
    if (shape.positions() > 1) {
      return layer.weight(channel, position, inChannel);
    }
    int taps = layer.kind().taps() / shape.taps();
    return taps == 1
        ? layer.weight(channel, tap, inChannel)
        : layer.weight(channel, inChannel / layer.inChannels(), inChannel % layer.inChannels());
  }

  /** Each input begins a block of its own. */
  private static int[] lanes(DeviceLayer shape) {
    int[] lanes = new int[shape.inChannels()];
    int channel = 0;
    int block = 0;
    for (DeviceLayer.Input input : shape.inputs()) {
      MapLayout map = input.map();
      for (int i = 0; i < map.channels(); i++) {
        lanes[channel++] = block * shape.array().inputLanes() + i;
      }
      block += map.blocks();
    }
    return lanes;
  }
}
