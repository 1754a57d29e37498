package io.quantunet.trainer.data;

import io.quantunet.driver.image.FramePreprocessor;
import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a folder in BUSI's layout: {@code <class>/<name>.png} with {@code <name>_mask.png} and any
 * number of {@code <name>_mask_1.png, ...} beside it, and a {@code split.csv} or none. Images go
 * through the {@link FramePreprocessor} that the edge uses; masks are enlarged or reduced by the
 * nearest pixel, each before the union.
 */
public final class DataFolder {

  private static final Pattern MASK = Pattern.compile(".*_mask(_\\d+)?\\.png");
  private static final int NAMED_IN_ERROR = 5;

  private final Path folder;
  private final FramePreprocessor preprocessor;

  private DataFolder(Path folder, FramePreprocessor preprocessor) {
    this.folder = folder;
    this.preprocessor = preprocessor;
  }

  /**
   * All images of a folder, in the order of their names.
   *
   * @param gridWidth pixels across of the model's grid
   * @param gridHeight pixels down
   * @throws DataException if the folder holds no images, or any image lacks its mask, does not
   *     decode, or is missing from {@code split.csv}
   */
  public static List<Sample> load(Path folder, int gridWidth, int gridHeight) {
    return new DataFolder(folder, new FramePreprocessor(gridWidth, gridHeight)).load();
  }

  /** Whether the folder says which images are for training and which for validation. */
  public static boolean hasSplit(Path folder) {
    return SplitFile.find(folder).isPresent();
  }

  private List<Sample> load() {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + " is not a folder");
    }
    List<Path> images = new ArrayList<>();
    for (Path classFolder : list(folder)) {
      if (Files.isDirectory(classFolder)) {
        list(classFolder).stream().filter(DataFolder::isImage).forEach(images::add);
      }
    }
    if (images.isEmpty()) {
      throw new DataException(
          folder + " holds no images; expected <class>/<name>.png and <class>/<name>_mask.png");
    }
    checkMasks(images);
    Optional<SplitFile> split = SplitFile.find(folder);
    return images.stream().map(image -> sample(image, split)).toList();
  }

  private void checkMasks(List<Path> images) {
    List<Path> missing = images.stream().filter(image -> !Files.exists(mask(image))).toList();
    if (!missing.isEmpty()) {
      String first =
          missing.stream()
              .limit(NAMED_IN_ERROR)
              .map(image -> folder.relativize(mask(image)).toString())
              .collect(Collectors.joining(", "));
      throw new DataException(
          "%s: %d of %d images have no mask; missing: %s%s"
              .formatted(
                  folder,
                  missing.size(),
                  images.size(),
                  first,
                  missing.size() > NAMED_IN_ERROR ? ", ..." : ""));
    }
  }

  private Sample sample(Path image, Optional<SplitFile> splits) {
    String className = image.getParent().getFileName().toString();
    String name = image.getFileName().toString();
    byte[] codes = preprocessor.toGrid(read(image));
    byte[] union = new byte[codes.length];
    addMask(mask(image), union);
    for (int extra = 1; Files.exists(extraMask(image, extra)); extra++) {
      addMask(extraMask(image, extra), union);
    }
    return new Sample(
        folder.toAbsolutePath().normalize().getFileName().toString(),
        className,
        name,
        codes,
        new BinaryMask(preprocessor.gridWidth(), preprocessor.gridHeight(), union),
        splits.map(split -> split.of(className, name)));
  }

  private void addMask(Path file, byte[] union) {
    BinaryMask mask =
        BinaryMask.ofGrey(read(file))
            .resizeNearest(preprocessor.gridWidth(), preprocessor.gridHeight());
    for (int i = 0; i < union.length; i++) {
      union[i] |= mask.pixels()[i];
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".png") && !MASK.matcher(name).matches();
  }

  private static Path mask(Path image) {
    return image.resolveSibling(stem(image) + "_mask.png");
  }

  private static Path extraMask(Path image, int number) {
    return image.resolveSibling(stem(image) + "_mask_" + number + ".png");
  }

  private static String stem(Path image) {
    String name = image.getFileName().toString();
    return name.substring(0, name.length() - ".png".length());
  }

  private static GreyImage read(Path file) {
    try {
      return PngImages.decode(Files.readAllBytes(file));
    } catch (IOException | DecodeException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted(Comparator.comparing(Path::toString)).toList();
    } catch (IOException e) {
      throw new DataException(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }
}
