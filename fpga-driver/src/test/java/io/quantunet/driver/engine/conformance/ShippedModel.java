package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.image.FramePreprocessor;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.PngImages;
import io.quantunet.testsupport.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The bundle that is shipped with the sources, and real frames for it. */
final class ShippedModel {

  private static final Path BUNDLE = Path.of("models", "quantunet-w16.qun");
  private static final List<String> FRAMES =
      List.of("benign/benign (1).png", "malignant/malignant (100).png", "normal/normal (10).png");

  private ShippedModel() {}

  /** The model, from the folder of the sources in which the tests run. */
  static LoadedModel load() throws IOException, DecodeException {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(BUNDLE))) {
        return ModelBundles.read(folder.resolve(BUNDLE));
      }
    }
    throw new NoSuchFileException(BUNDLE + ": not in this folder or one above");
  }

  /** Codes of real frames on the model's grid; skips the calling test where there are none. */
  static byte[][] realFrames(LoadedModel model) throws IOException, DecodeException {
    FramePreprocessor preprocessor =
        new FramePreprocessor(model.manifest().gridWidth(), model.manifest().gridHeight());
    byte[][] frames = new byte[FRAMES.size()][];
    for (int i = 0; i < frames.length; i++) {
      Path file = SharedFolder.require("data/busi").resolve(FRAMES.get(i));
      frames[i] = preprocessor.toGrid(PngImages.decode(Files.readAllBytes(file)));
    }
    return frames;
  }
}
