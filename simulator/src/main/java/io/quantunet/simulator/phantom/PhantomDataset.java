package io.quantunet.simulator.phantom;

import io.quantunet.proto.PngImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Labelled phantom images in the layout of the BUSI data set: {@code <class>/<name>.png} with
 * {@code <name>_mask.png} (0 or 255) and a {@code split.csv} of {@code
 * class,name,leak_group,split}.
 *
 * <p>A leak group is one tissue volume: its few frames are all {@code train} or all {@code val}. In
 * every class one volume in five is {@code val}.
 */
public final class PhantomDataset {

  static final int FRAMES_PER_VOLUME = 3;

  /** Frames between two that are kept, so that they differ: most of a swing of the probe. */
  private static final int STRIDE = 37;

  private static final int VALIDATION_EVERY = 5;

  private PhantomDataset() {}

  /**
   * Writes a data set of the default size and mix; the same seed gives the same files.
   *
   * @param dir a folder that is new or empty
   * @param images how many, at least 1
   * @throws IllegalArgumentException if the folder holds something or {@code images} is below 1
   * @throws IOException if a file cannot be written
   */
  public static void write(Path dir, int images, long seed) throws IOException {
    write(dir, images, seed, PhantomSettings.defaults());
  }

  /** As {@link #write(Path, int, long)}, at other settings. */
  public static void write(Path dir, int images, long seed, PhantomSettings settings)
      throws IOException {
    if (images < 1) {
      throw new IllegalArgumentException("images must be at least 1, was " + images);
    }
    requireEmpty(dir);
    for (Finding finding : Finding.values()) {
      Files.createDirectories(dir.resolve(finding.folder()));
    }
    List<String> split = new ArrayList<>(List.of("class,name,leak_group,split"));
    Map<Finding, Integer> imagesOf = new EnumMap<>(Finding.class);
    Map<Finding, Integer> volumesOf = new EnumMap<>(Finding.class);
    int written = 0;
    for (int number = 1; written < images; number++) {
      TissueVolume volume =
          TissuePainter.paint(settings, SmoothNoise.mixBits(seed + 0x9E3779B97F4A7C15L * number));
      BModeScanner scanner = new BModeScanner(settings, volume);
      ProbePath path = new ProbePath(settings, volume);
      Finding finding = volume.finding();
      boolean validation = volumesOf.merge(finding, 1, Integer::sum) % VALIDATION_EVERY == 0;
      for (int i = 0; i < FRAMES_PER_VOLUME && written < images; i++, written++) {
        String name =
            "%s (%d)".formatted(finding.folder(), imagesOf.merge(finding, 1, Integer::sum));
        writeImage(dir.resolve(finding.folder()), name, scanner.scan(path.at(i * STRIDE)));
        split.add(
            String.format(
                Locale.ROOT,
                "%s,%s.png,P%04d,%s",
                finding.folder(),
                name,
                number,
                validation ? "val" : "train"));
      }
    }
    Files.write(dir.resolve("split.csv"), split);
  }

  private static void writeImage(Path folder, String name, PhantomFrame frame) throws IOException {
    Files.write(folder.resolve(name + ".png"), PngImages.encode(frame.image()));
    Files.write(folder.resolve(name + "_mask.png"), PngImages.encode(frame.lesion()));
  }

  private static void requireEmpty(Path dir) throws IOException {
    if (!Files.exists(dir)) {
      return;
    }
    try (Stream<Path> entries = Files.list(dir)) {
      if (entries.findAny().isPresent()) {
        throw new IllegalArgumentException(
            "phantom data set: " + dir + " is not empty; name a new folder");
      }
    }
  }
}
