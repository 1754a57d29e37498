package io.quantunet.driver.accelerator.arch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** The architecture file as it is written; integers with a leading {@code 0x} are hexadecimal. */
record Architecture(
    String name,
    String title,
    int version,
    String identity,
    int pixelLanes,
    int digitBits,
    int maximumWeightBits,
    int maximumActivationBits,
    List<Array> configurations,
    List<Register> registers,
    List<Code> operations,
    List<Flag> flags,
    int descriptorBytes,
    List<Field> descriptor,
    int completionBytes,
    List<Field> completion,
    List<Code> errors) {

  /** One size of the array. */
  record Array(
      String name,
      String about,
      int outputLanes,
      int inputLanes,
      int requantizeLanes,
      int weightBeatBits,
      int featureWords,
      int weightWords,
      int parameterSlots) {

    /** The name as constants have it, e.g. {@code K26_WIDE}. */
    String constant() {
      return name.replace('-', '_').toUpperCase(java.util.Locale.ROOT);
    }
  }

  /** One register; a counter has 64 bits, the others 32. */
  record Register(String name, String offset, String access, String about) {

    int offsetBytes() {
      return Integer.decode(offset);
    }
  }

  /** One operation or error. */
  record Code(String name, int code, String about) {}

  /** One bit of a descriptor's flags. */
  record Flag(String name, int bit, String about) {}

  /** One little-endian field of a descriptor or completion. */
  record Field(String name, int offset, int bytes, String about) {

    /** The name as constants have it, e.g. {@code LOAD_ROW0}. */
    String constant() {
      return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Reads an architecture file.
   *
   * @throws IOException saying what is wrong with it
   */
  static Architecture parse(byte[] json) throws IOException {
    Architecture architecture = JsonMapper.builder().build().readValue(json, Architecture.class);
    architecture.check();
    return architecture;
  }

  /** The checksum by which a driver recognizes the device that was built from the same file. */
  static int crc32c(byte[] json) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.wrap(json));
    return (int) crc.getValue();
  }

  int identityCode() {
    return Integer.decode(identity);
  }

  /** The two bytes that a descriptor begins with, as the magic field's own words have them. */
  int magic() {
    return Integer.decode(field(descriptor, "magic").about());
  }

  private static Field field(List<Field> fields, String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst().orElseThrow();
  }

  private void check() throws IOException {
    checkLayout("descriptor", descriptor, descriptorBytes);
    checkLayout("completion", completion, completionBytes);
    for (Array array : configurations) {
      if (array.outputLanes() % array.inputLanes() != 0) {
        throw new IOException(
            "configuration %s: %d output lanes are no multiple of %d input lanes"
                .formatted(array.name(), array.outputLanes(), array.inputLanes()));
      }
    }
  }

  private static void checkLayout(String what, List<Field> fields, int bytes) throws IOException {
    int end = 0;
    for (Field field : fields) {
      if (field.offset() != end) {
        throw new IOException(
            "%s: field %s is at byte %d, the one before ends at %d"
                .formatted(what, field.name(), field.offset(), end));
      }
      end += field.bytes();
    }
    if (end != bytes) {
      throw new IOException("%s: the fields take %d bytes of %d".formatted(what, end, bytes));
    }
  }
}
