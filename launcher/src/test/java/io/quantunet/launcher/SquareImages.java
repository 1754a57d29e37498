package io.quantunet.launcher;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Images that a tiny net learns something of: dark squares on grey, with their masks. */
final class SquareImages {

  /** Pixels across and down. */
  static final int SIDE = 32;

  private static final int CORNER = 8;
  private static final byte GREY = 120;
  private static final byte DARK = 20;

  private SquareImages() {}

  /**
   * Writes {@code <name>.png} and {@code <name>_mask.png}.
   *
   * @param folder of a class; made if it is missing
   * @param square side of the square, 0 = none
   */
  static void draw(Path folder, String name, int square) throws IOException {
    byte[] pixels = new byte[SIDE * SIDE];
    byte[] mask = new byte[SIDE * SIDE];
    Arrays.fill(pixels, GREY);
    for (int y = CORNER; y < CORNER + square; y++) {
      for (int x = CORNER; x < CORNER + square; x++) {
        pixels[y * SIDE + x] = DARK;
        mask[y * SIDE + x] = 1;
      }
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve(name + ".png"), PngImages.encode(new GreyImage(SIDE, SIDE, pixels)));
    Files.write(
        folder.resolve(name + "_mask.png"), PngImages.encode(new BinaryMask(SIDE, SIDE, mask)));
  }
}
