package io.quantunet.driver.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An .npy file")
class NpyFileTest {

  @TempDir private Path folder;

  @Test
  void isWhatNumPyItselfWrites() throws Exception {
    Path file = folder.resolve("codes.npy");

    NpyFile.write(file, new byte[] {0, 1, 2, (byte) 253, (byte) 254, (byte) 255}, 2, 3, 1);

    byte[] bytes = Files.readAllBytes(file);
    // numpy.save of numpy.array([...], dtype='uint8').reshape(2, 3, 1), except for the comma before
    // )
    assertThat(new String(bytes, 0, 6, StandardCharsets.ISO_8859_1)).isEqualTo("\u0093NUMPY");
    assertThat(bytes[6]).isEqualTo((byte) 1);
    assertThat(bytes[7]).isZero();
    int header = (bytes[8] & 0xFF) | (bytes[9] & 0xFF) << 8;
    assertThat((10 + header) % 64).isZero();
    assertThat(new String(bytes, 10, header, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '|u1', 'fortran_order': False, 'shape': (2,3,1,), }")
        .endsWith("\n");
    assertThat(Arrays.copyOfRange(bytes, 10 + header, bytes.length))
        .containsExactly(0, 1, 2, 253, 254, 255);
  }

  @Test
  void holdsIntegersLittleEndian() throws Exception {
    Path file = folder.resolve("logits.npy");

    NpyFile.write(file, new int[] {-2, 0x01020304}, 2);

    byte[] bytes = Files.readAllBytes(file);
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("'<i4'");
    assertThat(Arrays.copyOfRange(bytes, bytes.length - 8, bytes.length))
        .containsExactly(0xFE, 0xFF, 0xFF, 0xFF, 4, 3, 2, 1);
  }

  @Test
  void refusesAShapeThatIsNotTheValues() {
    assertThatThrownBy(() -> NpyFile.write(folder.resolve("x.npy"), new byte[5], 2, 3))
        .hasMessageEndingWith("5 values do not have the shape [2, 3]");
  }
}
