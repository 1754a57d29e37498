package io.quantunet.driver.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes arrays as NumPy reads them ({@code numpy.load}): format 1.0 of NumPy's {@code
 * numpy.lib.format}, C order, little endian.
 */
public final class NpyFile {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private NpyFile() {}

  /**
   * Unsigned bytes, {@code dtype('uint8')}.
   *
   * @param shape its product is the number of values
   */
  public static void write(Path file, byte[] values, int... shape) throws IOException {
    write(file, "|u1", values, values.length, shape);
  }

  /** Signed 32-bit integers, {@code dtype('int32')}. */
  public static void write(Path file, int[] values, int... shape) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    write(file, "<i4", bytes.array(), values.length, shape);
  }

  private static void write(Path file, String type, byte[] data, int values, int... shape)
      throws IOException {
    if (Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b) != values) {
      throw new IllegalArgumentException(
          "%s: %d values do not have the shape %s".formatted(file, values, Arrays.toString(shape)));
    }
    byte[] header = header(type, shape);
    ByteBuffer bytes =
        ByteBuffer.allocate(MAGIC.length + Short.BYTES + header.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(MAGIC)
            .putShort((short) header.length)
            .put(header)
            .put(data);
    Files.write(file, bytes.array());
  }

  /** Padded with spaces so that the data begin at a multiple of 64 bytes. */
  private static byte[] header(String type, int... shape) {
    String sides = Arrays.stream(shape).mapToObj(side -> side + ",").collect(Collectors.joining());
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, sides);
    int unpadded = MAGIC.length + Short.BYTES + text.length() + 1;
    String padding = " ".repeat((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT);
    return (text + padding + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
