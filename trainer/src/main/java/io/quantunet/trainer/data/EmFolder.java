package io.quantunet.trainer.data;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ISBI 2012 membrane stack (Arganda-Carreras et al. 2015): {@code train/image/<nn>.png} and
 * {@code train/label/<nn>.png} of the same name and size, in the order of the stack; labels are 255
 * inside of cells and 0 on membranes.
 *
 * <p>Membranes are a few pixels wide, and stretching a slice of 512 to a grid of 128 would lose
 * them. So slices are cut into tiles of the grid's size, pixel by pixel; where the grid does not
 * divide a slice, tiles overlap evenly.
 *
 * <p>Neighbouring slices look alike. The last fifth of the stack (24 to 29 of its 30) is for
 * validation, as one block, so that only one slice has a neighbour across the border.
 */
public final class EmFolder {

  private static final double TRAIN_SHARE = 0.8;
  private static final int NAMED_IN_ERROR = 5;

  private final Path folder;
  private final GridSize grid;
  private final EmTarget target;

  private EmFolder(Path folder, GridSize grid, EmTarget target) {
    this.folder = folder;
    this.grid = grid;
    this.target = target;
  }

  /** Whether a folder has this layout. */
  public static boolean isOne(Path folder) {
    return Files.isDirectory(images(folder)) && Files.isDirectory(labels(folder));
  }

  /**
   * All tiles, slice by slice, each with its split.
   *
   * @param grid size of the tiles, at most a slice's
   * @param target what the masks mark
   * @throws DataException if slices and labels do not match, or a slice is smaller than the grid
   */
  public static List<Sample> load(Path folder, GridSize grid, EmTarget target) {
    return new EmFolder(folder, grid, target).load();
  }

  private List<Sample> load() {
    List<Path> slices = pngs(images(folder));
    List<Path> labels = pngs(labels(folder));
    requireSameNames(slices, labels);
    int train = (int) Math.round(TRAIN_SHARE * slices.size());
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      samples.addAll(tiles(slices.get(i), labels.get(i), i < train ? Split.TRAIN : Split.VAL));
    }
    return samples;
  }

  private void requireSameNames(List<Path> slices, List<Path> labels) {
    List<String> unlabelled = new ArrayList<>(slices.stream().map(ImageFiles::name).toList());
    unlabelled.removeAll(labels.stream().map(ImageFiles::name).toList());
    if (slices.isEmpty() || !unlabelled.isEmpty() || slices.size() != labels.size()) {
      throw new DataException(
          "%s: %d slices in train/image, %d labels in train/label; each needs the other%s"
              .formatted(
                  folder,
                  slices.size(),
                  labels.size(),
                  unlabelled.isEmpty()
                      ? ""
                      : "; without a label: " + Names.some(unlabelled, NAMED_IN_ERROR)));
    }
  }

  private List<Sample> tiles(Path slice, Path label, Split split) {
    GreyImage image = ImageFiles.read(slice);
    GreyImage truth = ImageFiles.readMask(label, image);
    if (image.width() < grid.width() || image.height() < grid.height()) {
      throw new DataException(
          "%s is %d x %d pixels, smaller than a tile of %s; take a smaller grid"
              .formatted(slice, image.width(), image.height(), grid));
    }
    List<Sample> tiles = new ArrayList<>();
    for (int top : starts(image.height(), grid.height())) {
      for (int left : starts(image.width(), grid.width())) {
        tiles.add(
            new Sample(
                ImageFiles.folderName(folder),
                "slice",
                "%s at %d,%d".formatted(ImageFiles.name(slice), left, top),
                cut(image, left, top),
                mask(truth, left, top),
                Optional.of(split)));
      }
    }
    return tiles;
  }

  /** As few tiles as cover a side, evenly spread. */
  private static List<Integer> starts(int side, int tile) {
    int count = (side + tile - 1) / tile;
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      starts.add(count == 1 ? 0 : i * (side - tile) / (count - 1));
    }
    return starts;
  }

  private byte[] cut(GreyImage image, int left, int top) {
    byte[] tile = new byte[grid.pixels()];
    for (int y = 0; y < grid.height(); y++) {
      System.arraycopy(
          image.pixels(), (top + y) * image.width() + left, tile, y * grid.width(), grid.width());
    }
    return tile;
  }

  private BinaryMask mask(GreyImage label, int left, int top) {
    byte[] pixels = cut(label, left, top);
    for (int i = 0; i < pixels.length; i++) {
      boolean cell = (pixels[i] & 0xFF) >= 128;
      pixels[i] = (byte) (cell == (target == EmTarget.CELL) ? 1 : 0);
    }
    return new BinaryMask(grid.width(), grid.height(), pixels);
  }

  private static List<Path> pngs(Path folder) {
    return ImageFiles.list(folder).stream().filter(ImageFiles::isPng).toList();
  }

  private static Path images(Path folder) {
    return folder.resolve("train").resolve("image");
  }

  private static Path labels(Path folder) {
    return folder.resolve("train").resolve("label");
  }
}
