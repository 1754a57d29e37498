package io.quantunet.trainer.data;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Writes small data folders: dark speckle with a bright disc where the lesion is. */
public final class ImageFolder {

  private final Path folder;
  private final Random random = new Random(8);

  public ImageFolder(Path folder) {
    this.folder = folder;
  }

  public Path path() {
    return folder;
  }

  /** An image with its mask; a radius of 0 leaves the mask blank. */
  public ImageFolder image(String className, String stem, int width, int height, int radius) {
    byte[] grey = new byte[width * height];
    byte[] mask = new byte[width * height];
    int centreX = radius + random.nextInt(Math.max(1, width - 2 * radius));
    int centreY = radius + random.nextInt(Math.max(1, height - 2 * radius));
    for (int i = 0; i < grey.length; i++) {
      int dx = i % width - centreX;
      int dy = i / width - centreY;
      mask[i] = (byte) (radius > 0 && dx * dx + dy * dy <= radius * radius ? 1 : 0);
      grey[i] = (byte) (random.nextInt(60) + 150 * mask[i]);
    }
    write(className, stem + ".png", PngImages.encode(new GreyImage(width, height, grey)));
    return mask(className, stem + "_mask.png", new BinaryMask(width, height, mask));
  }

  public ImageFolder mask(String className, String name, BinaryMask mask) {
    return write(className, name, PngImages.encode(mask));
  }

  public ImageFolder write(String className, String name, byte[] bytes) {
    try {
      Files.createDirectories(folder.resolve(className));
      Files.write(folder.resolve(className).resolve(name), bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends lines to {@code split.csv}. */
  public ImageFolder split(String... lines) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve("split.csv");
      for (String line : lines) {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
