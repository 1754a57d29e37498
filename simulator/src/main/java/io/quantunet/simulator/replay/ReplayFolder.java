package io.quantunet.simulator.replay;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import io.quantunet.simulator.FrameSource;
import io.quantunet.simulator.SimulatedFrame;
import io.quantunet.simulator.SimulatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The images of a folder, to be played as if sensors took them.
 *
 * <p>Two layouts: that of BUSI, class folders {@code benign}, {@code malignant}, {@code normal}
 * with {@code <name>.png} and its masks {@code <name>_mask.png}, {@code <name>_mask_1.png}, ...
 * (their union is the truth); and a plain folder of PNG files, without truth.
 *
 * <p>"Name order" is the order of {@link String#compareTo} on the path within the folder: {@code
 * benign/benign (10).png} comes before {@code benign/benign (2).png}, and numbered frames need
 * leading zeros.
 *
 * <p>Names are checked when the folder is opened, pixels when they are played. Safe for any number
 * of threads.
 */
public final class ReplayFolder {

  private static final List<String> CLASSES = List.of("benign", "malignant", "normal");
  private static final String PNG = ".png";
  private static final String MASK = "_mask";

  private final List<Entry> entries;

  private ReplayFolder(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * Finds the images of a folder and checks that masks are there.
   *
   * @throws SimulatorException if there is no such folder, no image in it, or an image in a class
   *     folder has no mask
   */
  public static ReplayFolder open(Path dir) {
    if (!Files.isDirectory(dir)) {
      throw new SimulatorException("replay: no folder " + dir + "; name one with PNG images");
    }
    try {
      List<Entry> entries = new ArrayList<>();
      List<Path> classes = CLASSES.stream().map(dir::resolve).filter(Files::isDirectory).toList();
      for (Path folder : classes) {
        entries.addAll(labelled(folder));
      }
      if (classes.isEmpty()) {
        entries.addAll(plain(dir));
      }
      if (entries.isEmpty()) {
        throw new SimulatorException(
            "replay: no image in "
                + dir
                + "; expected PNG files, or class folders benign, malignant, normal with PNG files");
      }
      entries.sort(Comparator.comparing(Entry::name));
      return new ReplayFolder(List.copyOf(entries));
    } catch (IOException e) {
      throw new SimulatorException("replay: cannot list " + dir + ": " + e.getMessage(), e);
    }
  }

  /** Number of images. */
  public int size() {
    return entries.size();
  }

  /** The paths within the folder, in the order of play. */
  public List<String> names() {
    return entries.stream().map(Entry::name).toList();
  }

  /**
   * What one of several devices plays: images {@code device}, {@code device + devices}, ... and
   * again from the start after the last. Devices in step play every image once before any repeats.
   *
   * @param device 0..devices-1
   * @param devices how many share the folder
   */
  public FrameSource forDevice(int device, int devices) {
    if (device < 0 || device >= devices) {
      throw new IllegalArgumentException("device must be 0.." + (devices - 1) + ", was " + device);
    }
    return new Deal(device, devices);
  }

  /**
   * Reads an image.
   *
   * @param index 0..size-1 in name order
   * @throws SimulatorException if a file is not a PNG or its mask is of another size
   */
  public SimulatedFrame frame(int index) {
    Entry entry = entries.get(index);
    GreyImage image = read(entry.image());
    Optional<BinaryMask> truth =
        entry.masks().stream().map(mask -> readMask(mask, image)).reduce(ReplayFolder::union);
    return truth
        .map(mask -> SimulatedFrame.withTruth(image, 0, mask, entry.name()))
        .orElseGet(() -> SimulatedFrame.withoutTruth(image, 0, entry.name()));
  }

  private static List<Entry> labelled(Path folder) throws IOException {
    List<Path> files = pngFiles(folder);
    List<Entry> entries = new ArrayList<>();
    for (Path image : files.stream().filter(file -> !isMask(file)).toList()) {
      String stem = stem(image) + MASK;
      List<Path> masks =
          files.stream()
              .filter(file -> stem(file).equals(stem) || stem(file).startsWith(stem + "_"))
              .toList();
      if (masks.isEmpty()) {
        throw new SimulatorException(
            "replay: "
                + image
                + " has no mask; expected "
                + folder.resolve(stem + PNG)
                + " (blank where there is no lesion)");
      }
      entries.add(new Entry(folder.getFileName() + "/" + image.getFileName(), image, masks));
    }
    return entries;
  }

  private static List<Entry> plain(Path dir) throws IOException {
    return pngFiles(dir).stream()
        .map(image -> new Entry(image.getFileName().toString(), image, List.of()))
        .toList();
  }

  private static List<Path> pngFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(PNG))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static boolean isMask(Path file) {
    String stem = stem(file);
    return stem.endsWith(MASK) || stem.matches(".*" + MASK + "_\\d+");
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - PNG.length());
  }

  private static BinaryMask readMask(Path file, GreyImage image) {
    GreyImage mask = read(file);
    if (mask.width() != image.width() || mask.height() != image.height()) {
      throw new SimulatorException(
          "replay: %s is %d x %d, but its image is %d x %d"
              .formatted(file, mask.width(), mask.height(), image.width(), image.height()));
    }
    return BinaryMask.ofGrey(mask);
  }

  private static BinaryMask union(BinaryMask one, BinaryMask other) {
    byte[] pixels = one.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] |= other.pixels()[i];
    }
    return new BinaryMask(one.width(), one.height(), pixels);
  }

  private static GreyImage read(Path file) {
    try {
      return PngImages.decode(Files.readAllBytes(file));
    } catch (IOException | DecodeException e) {
      throw new SimulatorException("replay: cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private record Entry(String name, Path image, List<Path> masks) {}

  private final class Deal implements FrameSource {
    private final int step;
    private int next;

    Deal(int device, int devices) {
      step = devices % size();
      next = device % size();
    }

    @Override
    public SimulatedFrame next() {
      int index = next;
      next = (index + step) % size();
      return frame(index);
    }
  }
}
