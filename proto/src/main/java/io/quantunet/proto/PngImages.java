package io.quantunet.proto;

import io.quantunet.proto.DecodeException.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG files to and from {@link GreyImage}. The size and the bits per sample are checked before any
 * pixel is decoded.
 */
public final class PngImages {

  static {
    ImageIO.setUseCache(false); // small images: no temporary files
  }

  private PngImages() {}

  /**
   * Decodes a PNG; colours become grey by Rec. 601 luma, {@code (299 R + 587 G + 114 B + 500) /
   * 1000}.
   *
   * @throws DecodeException if it is not a PNG, larger than {@link ImageLimits} allows, or of more
   *     than 8 bits per sample
   */
  public static GreyImage decode(byte[] png) throws DecodeException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
    ImageReader reader = readers.next();
    try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
      reader.setInput(input, true, true);
      ImageLimits.checkSize("PNG image", reader.getWidth(0), reader.getHeight(0));
      checkDepth(reader.getRawImageType(0).getSampleModel().getSampleSize(0));
      return grey(reader.read(0));
    } catch (IOException | RuntimeException e) {
      // The JDK's decoder throws unchecked exceptions on some broken files.
      throw new DecodeException(
          Reason.BAD_PIXELS, "PNG image: does not decode: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /** Encodes an image as an 8-bit grey PNG. */
  public static byte[] encode(GreyImage image) {
    BufferedImage buffered =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    byte[] target = ((DataBufferByte) buffered.getRaster().getDataBuffer()).getData();
    System.arraycopy(image.pixels(), 0, target, 0, target.length);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(buffered, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return png.toByteArray();
  }

  /** Encodes a mask as an 8-bit grey PNG: 255 = lesion, 0 = background. */
  public static byte[] encode(BinaryMask mask) {
    byte[] grey = new byte[mask.pixels().length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) -mask.pixels()[i];
    }
    return encode(new GreyImage(mask.width(), mask.height(), grey));
  }

  /** 16 bits would be decoded to twice the memory, only to be cut to 8. */
  private static void checkDepth(int bits) throws DecodeException {
    if (bits > 8) {
      throw new DecodeException(
          Reason.BAD_PIXELS,
          "PNG image: %d bits per sample; write it with 8 or fewer".formatted(bits));
    }
  }

  private static GreyImage grey(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    byte[] pixels = new byte[width * height];
    if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      raster.getDataElements(0, 0, width, height, pixels); // the file's own codes, untouched
      return new GreyImage(width, height, pixels);
    }
    if (raster.getNumBands() <= 2
        && image.getColorModel().getComponentSize(0) == 8
        && !(image.getColorModel() instanceof java.awt.image.IndexColorModel)) {
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) raster.getSample(i % width, i / width, 0); // grey with alpha
      }
      return new GreyImage(width, height, pixels);
    }
    int[] rgb = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, rgb, 0, width); // row by row: all at once takes 4 bytes a pixel
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] = (byte) luma(rgb[x]);
      }
    }
    return new GreyImage(width, height, pixels);
  }

  private static int luma(int rgb) {
    int red = (rgb >> 16) & 0xFF;
    int green = (rgb >> 8) & 0xFF;
    int blue = rgb & 0xFF;
    return (299 * red + 587 * green + 114 * blue + 500) / 1000;
  }
}
