package io.quantunet.trainer.data;

import io.quantunet.proto.DecodeException;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Image files and folders of them; what cannot be read is named. */
final class ImageFiles {

  private ImageFiles() {}

  static GreyImage read(Path file) {
    try {
      return PngImages.decode(Files.readAllBytes(file));
    } catch (IOException | DecodeException e) {
      throw new DataException(
          "%s cannot be read: %s. Replace the file, or remove it with its mask and its line in"
                  .formatted(file, e.getMessage())
              + " split.csv",
          e);
    }
  }

  /**
   * A mask's file, as grey levels.
   *
   * @throws DataException if it does not have the image's size
   */
  static GreyImage readMask(Path file, GreyImage image) {
    GreyImage mask = read(file);
    if (mask.width() != image.width() || mask.height() != image.height()) {
      throw new DataException(
          ("%s is %d x %d pixels, its image %d x %d; a mask must cover its image pixel by pixel."
                  + " Export it again at the image's size")
              .formatted(file, mask.width(), mask.height(), image.width(), image.height()));
    }
    return mask;
  }

  /** What a folder holds, by name; hidden entries are left out. */
  static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !name(entry).startsWith("."))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    } catch (IOException e) {
      throw new DataException(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }

  static boolean isPng(Path file) {
    return name(file).endsWith(".png") && Files.isRegularFile(file);
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** The name by which samples tell which data folder they are from. */
  static String folderName(Path folder) {
    return name(folder.toAbsolutePath().normalize());
  }
}
