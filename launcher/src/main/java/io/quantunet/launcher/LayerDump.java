package io.quantunet.launcher;

import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.Logits;
import io.quantunet.driver.image.FramePreprocessor;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.verify.NpyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what every layer makes of one frame, as NumPy files in the order of execution. */
final class LayerDump {

  private final Path folder;
  private int files = 0;

  private LayerDump(Path folder) {
    this.folder = folder;
  }

  /** A dump into a folder, which is made. */
  static LayerDump into(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new LayerDump(folder);
  }

  /**
   * Computes one frame and writes on the way.
   *
   * @param codes the grid's grey levels
   */
  Logits run(InferenceEngine engine, byte[] codes, FramePreprocessor grid) throws IOException {
    try {
      NpyFile.write(next("input"), codes, grid.gridHeight(), grid.gridWidth(), 1);
      Logits logits = engine.infer(codes, grid.gridWidth(), grid.gridHeight(), this::onLayer);
      NpyFile.write(next("head"), logits.values(), logits.height(), logits.width(), 1);
      return logits;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void onLayer(Layer layer, byte[] codes, int width, int height) {
    try {
      NpyFile.write(next(layer.name()), codes, height, width, layer.outChannels());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path next(String name) {
    return folder.resolve("%02d-%s.npy".formatted(files++, name));
  }
}
