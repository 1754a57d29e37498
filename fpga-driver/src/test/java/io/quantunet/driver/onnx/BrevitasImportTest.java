package io.quantunet.driver.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.Logits;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files were made by src/test/qonnx/brevitas_unet.py; Brevitas computed the logits. */
@DisplayName("A U-Net that was trained and exported by Brevitas")
class BrevitasImportTest {

  private static final Path FOLDER = Path.of("src/test/qonnx");
  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;
  private static final int FRAMES = 4;

  private static QonnxImport.Imported imported;

  @BeforeAll
  static void read() throws Exception {
    imported = QonnxImport.read(FOLDER.resolve("brevitas-w2.onnx"));
  }

  @Test
  void comesWithItsGridAndItsWidths() {
    Set<BitWidth> widths = new HashSet<>();
    imported.model().layers().stream().map(Layer::weightWidth).forEach(widths::add);

    assertThat(imported.gridWidth()).isEqualTo(WIDTH);
    assertThat(imported.gridHeight()).isEqualTo(HEIGHT);
    assertThat(imported.model().width()).isEqualTo(2);
    assertThat(widths).hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"REFERENCE", "ONEDNN"})
  void givesBrevitasLogitsCodeForCode(EngineKind kind) throws Exception {
    byte[] frames = Files.readAllBytes(FOLDER.resolve("brevitas-w2.frames"));
    int[] expected = logits();
    try (InferenceEngine engine = Engines.create(kind, imported.model())) {
      for (int i = 0; i < FRAMES; i++) {
        int from = i * WIDTH * HEIGHT;
        int to = from + WIDTH * HEIGHT;
        Logits found = engine.infer(Arrays.copyOfRange(frames, from, to), WIDTH, HEIGHT);

        assertThat(found.values())
            .as("logits of frame %d", i)
            .containsExactly(Arrays.copyOfRange(expected, from, to));
        assertThat(found.mask().pixels()).as("mask of frame %d", i).contains((byte) 0, (byte) 1);
      }
    }
  }

  private static int[] logits() throws Exception {
    int[] logits = new int[FRAMES * WIDTH * HEIGHT];
    ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve("brevitas-w2.logits")))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(logits);
    return logits;
  }
}
