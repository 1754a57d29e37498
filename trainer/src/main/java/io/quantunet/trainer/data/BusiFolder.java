package io.quantunet.trainer.data;

import io.quantunet.driver.image.FramePreprocessor;
import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A folder in BUSI's layout: {@code <class>/<name>.png} with {@code <name>_mask.png} and any number
 * of {@code <name>_mask_1.png, ...} beside it, and a {@code split.csv} or none.
 */
final class BusiFolder {

  private static final Pattern MASK = Pattern.compile(".*_mask(_\\d+)?\\.png");
  private static final int NAMED_IN_ERROR = 5;
  private static final String LAYOUT =
      "expected <class>/<name>.png and <class>/<name>_mask.png, as in BUSI";

  private static final String ONLY_REPLAY =
      "there is nothing to learn from or to judge by (a recording can be shown by 'demo --replay')";

  private final Path folder;
  private final FramePreprocessor preprocessor;

  private BusiFolder(Path folder, FramePreprocessor preprocessor) {
    this.folder = folder;
    this.preprocessor = preprocessor;
  }

  /** All images, in the order of their names. */
  static List<Sample> load(Path folder, int gridWidth, int gridHeight) {
    return new BusiFolder(folder, new FramePreprocessor(gridWidth, gridHeight)).load();
  }

  private List<Sample> load() {
    List<Path> images = images();
    requireMasks(images);
    Optional<SplitFile> split = SplitFile.find(folder);
    split.ifPresent(
        file -> file.requireIn(images.stream().map(BusiFolder::entry).collect(Collectors.toSet())));
    return images.stream().map(image -> sample(image, split)).toList();
  }

  private List<Path> images() {
    List<Path> entries = ImageFiles.list(folder);
    List<Path> images = new ArrayList<>();
    List<Path> empty = new ArrayList<>();
    for (Path classFolder : entries.stream().filter(Files::isDirectory).toList()) {
      List<Path> found = ImageFiles.list(classFolder).stream().filter(BusiFolder::isImage).toList();
      images.addAll(found);
      if (found.isEmpty()) {
        empty.add(classFolder.getFileName());
      }
    }
    if (images.isEmpty()) {
      throw new DataException(folder + " holds no images; " + LAYOUT + hint(entries));
    }
    if (!empty.isEmpty()) {
      throw new DataException(
          "%s: no image in the class folder %s; fill it or remove it"
              .formatted(folder, Names.some(empty, NAMED_IN_ERROR)));
    }
    return images;
  }

  private static String hint(List<Path> entries) {
    long images = entries.stream().filter(BusiFolder::isImage).count();
    if (images == 0) {
      return "";
    }
    boolean recording = entries.stream().filter(BusiFolder::isImage).noneMatch(BusiFolder::hasMask);
    return ". Its %d images lie outside of any class folder%s"
        .formatted(
            images,
            recording
                ? " and none has a mask: " + ONLY_REPLAY
                : ": move them into one, or give the folder above");
  }

  private void requireMasks(List<Path> images) {
    List<Path> missing =
        images.stream()
            .filter(image -> !hasMask(image))
            .map(image -> folder.relativize(mask(image)))
            .toList();
    if (missing.size() == images.size()) {
      throw new DataException(
          "%s: none of its %d images has a mask: %s; %s"
              .formatted(folder, images.size(), ONLY_REPLAY, LAYOUT));
    }
    if (!missing.isEmpty()) {
      throw new DataException(
          "%s: %d of %d images have no mask; add them (all black where there is no lesion) or remove"
                  .formatted(folder, missing.size(), images.size())
              + " the images; missing: "
              + Names.some(missing, NAMED_IN_ERROR));
    }
  }

  private Sample sample(Path file, Optional<SplitFile> splits) {
    GreyImage image = ImageFiles.read(file);
    byte[] union = new byte[preprocessor.gridWidth() * preprocessor.gridHeight()];
    addMask(mask(file), image, union);
    for (int extra = 1; Files.exists(extraMask(file, extra)); extra++) {
      addMask(extraMask(file, extra), image, union);
    }
    SplitFile.Image entry = entry(file);
    Optional<SplitFile.Line> line = splits.map(split -> split.of(entry));
    return new Sample(
        ImageFiles.folderName(folder),
        entry.className(),
        entry.name(),
        preprocessor.toGrid(image),
        new BinaryMask(preprocessor.gridWidth(), preprocessor.gridHeight(), union),
        line.map(SplitFile.Line::split),
        line.flatMap(SplitFile.Line::leakGroup));
  }

  /** Each mask by the nearest pixel, then their union. */
  private void addMask(Path file, GreyImage image, byte[] union) {
    BinaryMask mask =
        BinaryMask.ofGrey(ImageFiles.readMask(file, image))
            .resizeNearest(preprocessor.gridWidth(), preprocessor.gridHeight());
    for (int i = 0; i < union.length; i++) {
      union[i] |= mask.pixels()[i];
    }
  }

  private static SplitFile.Image entry(Path image) {
    return new SplitFile.Image(ImageFiles.name(image.getParent()), ImageFiles.name(image));
  }

  private static boolean isImage(Path file) {
    return ImageFiles.isPng(file) && !MASK.matcher(ImageFiles.name(file)).matches();
  }

  private static boolean hasMask(Path image) {
    return Files.exists(mask(image));
  }

  private static Path mask(Path image) {
    return image.resolveSibling(stem(image) + "_mask.png");
  }

  private static Path extraMask(Path image, int number) {
    return image.resolveSibling(stem(image) + "_mask_" + number + ".png");
  }

  private static String stem(Path image) {
    String name = ImageFiles.name(image);
    return name.substring(0, name.length() - ".png".length());
  }
}
