package io.quantunet.driver.accelerator.plan;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Operation;
import io.quantunet.driver.accelerator.arch.Qbs;
import java.util.List;

/**
 * One convolution as the device computes it, without its weights.
 *
 * @param name the layer's name, e.g. {@code encoder1.conv1}
 * @param array the device
 * @param operation what is computed; {@code CONV1} too for a 3x3 whose taps come as channels
 * @param inputs one map, or two that are concatenated; all of one size and width of codes
 * @param outChannels output channels
 * @param weightBits width of the weight codes
 * @param outputBits width of the output codes; unused where the result is raw
 * @param raw whether the int32 sums of its only channel are the result
 * @param pool whether the 2x2 maximum is stored as well
 */
public record DeviceLayer(
    String name,
    Configuration array,
    Operation operation,
    List<Input> inputs,
    int outChannels,
    int weightBits,
    int outputBits,
    boolean raw,
    boolean pool) {

  /** Bytes of an output channel's bias and shift in the weight stream. */
  public static final int PARAMETER_BYTES = 8;

  /** Bytes of eight raw results. */
  public static final int RAW_BLOCK_BYTES = 32;

  /**
   * A map that a layer reads.
   *
   * @param producer index of the layer that writes it, or {@link #FRAME} for the net's input
   * @param pooled whether it is the pooled one of the producer's two maps
   * @param map its layout
   */
  public record Input(int producer, boolean pooled, MapLayout map) {

    /** Stands for the net's input in the place of a producer. */
    public static final int FRAME = -1;
  }

  /** Copies the list. */
  public DeviceLayer {
    inputs = List.copyOf(inputs);
  }

  /** Pixels of an input row. */
  public int width() {
    return inputs.get(0).map().width();
  }

  /** Rows of the input. */
  public int height() {
    return inputs.get(0).map().height();
  }

  /** Width of the input codes. */
  public int inputBits() {
    return inputs.get(0).map().bits();
  }

  /** Digits of an input code. */
  public int digits() {
    return MapLayout.digits(inputBits());
  }

  /** Digits of an output code. */
  public int outputDigits() {
    return MapLayout.digits(outputBits);
  }

  /** Blocks of input channels, of all inputs. */
  public int inputBlocks() {
    return inputs.stream().mapToInt(input -> input.map().blocks()).sum();
  }

  /** Input channels with a meaning, of all inputs. */
  public int inChannels() {
    return inputs.stream().mapToInt(input -> input.map().channels()).sum();
  }

  /** Blocks of output channels; of each of the four positions of a transposed convolution. */
  public int outputBlocks() {
    return MapLayout.ceilDiv(outChannels, array.outputLanes());
  }

  /** Positions of the output for each pixel of the input: 4 for a transposed convolution. */
  public int positions() {
    return operation == Operation.UPCONV2 ? 4 : 1;
  }

  /** Blocks of output channels that the device computes one after another. */
  public int computedBlocks() {
    return positions() * outputBlocks();
  }

  /** Kernel pixels that the array steps through. */
  public int taps() {
    return operation == Operation.CONV3 ? 9 : 1;
  }

  /** Rows above and below a row that it needs as well. */
  public int halo() {
    return operation == Operation.CONV3 ? 1 : 0;
  }

  /** Blocks of eight pixels of an input row. */
  public int rowBlocks() {
    return inputs.get(0).map().rowBlocks();
  }

  /** Feature words of eight pixels. */
  public int blockWords() {
    return inputBlocks() * digits();
  }

  /** Feature words of an input row. */
  public int rowWords() {
    return rowBlocks() * blockWords();
  }

  /** Weight words of a block of output channels. */
  public int weightWords() {
    return weightBits * taps() * inputBlocks();
  }

  /** Steps of the array for eight pixels of a block of output channels. */
  public int steps() {
    return weightWords() * digits();
  }

  /** Bytes of the weight stream: for each block of output channels its parameters, then weights. */
  public int streamBytes() {
    int parameters = array.outputLanes() * PARAMETER_BYTES;
    return computedBlocks() * (parameters + weightWords() * array.weightWordBytes());
  }

  /** Products of a weight and a code that the layer means. */
  public long macs() {
    return (long) width() * height() * positions() * taps() * inChannels() * outChannels;
  }

  /** The map of codes that it writes; of no use where the result is raw. */
  public MapLayout output() {
    int scale = operation == Operation.UPCONV2 ? 2 : 1;
    return map(scale * width(), scale * height());
  }

  /** The pooled map that it writes if asked to. */
  public MapLayout pooledOutput() {
    return map(width() / 2, height() / 2);
  }

  /** Bytes of a row of the raw result: whole blocks of eight pixels, up to a row's alignment. */
  public int rawRowBytes() {
    int alignment = Qbs.PIXEL_LANES * array.beatBytes();
    return MapLayout.ceilDiv(rowBlocks() * RAW_BLOCK_BYTES, alignment) * alignment;
  }

  /** Bytes of what it writes, the pooled map aside. */
  public long outputBytes() {
    return raw ? (long) height() * rawRowBytes() : output().bytes();
  }

  DeviceLayer withPool() {
    return new DeviceLayer(
        name, array, operation, inputs, outChannels, weightBits, outputBits, raw, true);
  }

  private MapLayout map(int width, int height) {
    int blocks = outputBlocks() * array.groups();
    return new MapLayout(array, width, height, outChannels, blocks, outputBits);
  }
}
