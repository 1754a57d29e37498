package io.quantunet.driver.accelerator.arch;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import java.util.stream.Collectors;

/**
 * The size of an array and of the memories around it.
 *
 * @param name e.g. {@code k26}
 * @param outputLanes output channels computed at once, a multiple of the input lanes
 * @param inputLanes input channels taken in at once
 * @param requantizeLanes output channels requantized in each cycle, for all eight pixels
 * @param weightBeatBits bits of a beat on the weight port
 * @param featureWords words of the feature buffer, both halves together; a word is one digit of
 *     {@code inputLanes} channels for each of eight pixels
 * @param weightWords words of the weight ring; a word is one bit for each output and input lane
 * @param parameterSlots blocks of output channels whose biases and shifts fit on chip
 */
public record Configuration(
    String name,
    int outputLanes,
    int inputLanes,
    int requantizeLanes,
    int weightBeatBits,
    int featureWords,
    int weightWords,
    int parameterSlots) {

  /**
   * @throws IllegalArgumentException if a size is not positive, or the output lanes are no multiple
   *     of the input lanes
   */
  public Configuration {
    if (inputLanes < 2 || outputLanes < 1 || requantizeLanes < 1 || outputLanes % inputLanes != 0) {
      throw new IllegalArgumentException(
          "array %s: %d output lanes must be a multiple of %d input lanes"
              .formatted(name, outputLanes, inputLanes));
    }
    if (weightBeatBits < 64 || featureWords < 2 || weightWords < 2 || parameterSlots < 1) {
      throw new IllegalArgumentException(
          "array %s: a weight beat of %d bits, %d feature words, %d weight words, %d slots"
              .formatted(name, weightBeatBits, featureWords, weightWords, parameterSlots));
    }
  }

  /**
   * The configuration of the architecture file that has this name.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  public static Configuration of(String name) {
    return Configurations.ALL.stream()
        .filter(configuration -> configuration.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no array is called '%s'; choose one of %s"
                        .formatted(
                            name,
                            Configurations.ALL.stream()
                                .map(Configuration::name)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * What a device's capability registers say; named as the configuration of the architecture file
   * that it equals, or after its lanes, e.g. {@code 16x16}.
   *
   * @throws IllegalArgumentException if they make no sense together
   */
  public static Configuration read(AcceleratorDevice device) {
    int lanes = device.readRegister(QbsRegisters.CAP_LANES);
    int stream = device.readRegister(QbsRegisters.CAP_STREAM);
    int outputLanes = lanes & 0xFFFF;
    int inputLanes = lanes >>> 16;
    Configuration read =
        new Configuration(
            outputLanes + "x" + inputLanes,
            outputLanes,
            inputLanes,
            stream >>> 24,
            stream & 0xFFFF,
            device.readRegister(QbsRegisters.CAP_FEATURES),
            device.readRegister(QbsRegisters.CAP_WEIGHTS),
            stream >>> 16 & 0xFF);
    return Configurations.ALL.stream()
        .filter(known -> read.named(known.name()).equals(known))
        .findFirst()
        .orElse(read);
  }

  /** Blocks of input channels that a block of output channels makes for the next layer. */
  public int groups() {
    return outputLanes / inputLanes;
  }

  /** Cycles in which the channels of a block of output channels are requantized. */
  public int requantizeCycles() {
    return outputLanes / requantizeLanes;
  }

  /** Bytes of a beat on the feature port: one digit of one pixel's block of channels. */
  public int beatBytes() {
    return inputLanes * Qbs.DIGIT_BITS / Byte.SIZE;
  }

  /** Bytes of a weight word. */
  public int weightWordBytes() {
    return outputLanes * inputLanes / Byte.SIZE;
  }

  /** Lanes in all: products of one weight bit and one digit in each cycle. */
  public int lanes() {
    return outputLanes * inputLanes * Qbs.PIXEL_LANES;
  }

  private Configuration named(String other) {
    return new Configuration(
        other,
        outputLanes,
        inputLanes,
        requantizeLanes,
        weightBeatBits,
        featureWords,
        weightWords,
        parameterSlots);
  }
}
