package io.quantunet.trainer.run;

import io.quantunet.driver.image.FramePreprocessor;
import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.PngImages;
import io.quantunet.trainer.data.DataException;
import io.quantunet.trainer.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Images without masks, e.g. the frames of a cine loop: a teacher says what is to be seen. */
final class UnlabelledFolder {

  private UnlabelledFolder() {}

  /**
   * All PNG images of a folder and its folders, in the order of their paths.
   *
   * @return samples with blank masks
   * @throws DataException if there is none, or one does not decode
   */
  static List<Sample> load(Path folder, int gridWidth, int gridHeight) {
    FramePreprocessor preprocessor = new FramePreprocessor(gridWidth, gridHeight);
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files = tree.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    } catch (IOException e) {
      throw new DataException(folder + " cannot be listed: " + e.getMessage(), e);
    }
    if (files.isEmpty()) {
      throw new DataException(
          folder + " holds no images; distillation.unlabelled wants folders with PNG files");
    }
    return files.stream().map(file -> sample(folder, file, preprocessor)).toList();
  }

  private static Sample sample(Path folder, Path file, FramePreprocessor preprocessor) {
    try {
      byte[] codes = preprocessor.toGrid(PngImages.decode(Files.readAllBytes(file)));
      return new Sample(
          folder.toAbsolutePath().normalize().getFileName().toString(),
          "unlabelled",
          folder.relativize(file).toString(),
          codes,
          new BinaryMask(
              preprocessor.gridWidth(), preprocessor.gridHeight(), new byte[codes.length]),
          Optional.empty());
    } catch (IOException | DecodeException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
