package io.quantunet.proto;

import com.google.protobuf.ByteString;
import io.quantunet.proto.DecodeException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Frames to and from bytes. Every bound is checked before anything is allocated for it. */
public final class FrameCodec {

  /** Version of {@link Frame} that is written and read. */
  public static final int FORMAT_VERSION = 1;

  /** Millimetres between pixels: more than this is not an ultrasound image. */
  public static final double MAX_SPACING_MM = 10;

  private static final MessageCodec<Frame> MESSAGES =
      new MessageCodec<>(
          "frame", Frame.parser(), Frame::getFormatVersion, ImageLimits.MAX_ENCODED_BYTES + 4096);

  private FrameCodec() {}

  /**
   * Completes a frame: encodes the image and sets version, size, encoding, pixels and checksum.
   *
   * @param header device, session, sequence, capture time and spacing
   * @param image the image
   * @param encoding how to encode it
   * @throws IllegalArgumentException if the encoding is none that can be written
   */
  public static Frame complete(Frame.Builder header, GreyImage image, PixelEncoding encoding) {
    byte[] pixels =
        switch (encoding) {
          case PIXEL_ENCODING_RAW8 -> image.pixels();
          case PIXEL_ENCODING_DEFLATE -> deflate(image.pixels());
          case PIXEL_ENCODING_PNG -> PngImages.encode(image);
          default -> throw new IllegalArgumentException("cannot write encoding " + encoding);
        };
    return header
        .setFormatVersion(FORMAT_VERSION)
        .setWidth(image.width())
        .setHeight(image.height())
        .setEncoding(encoding)
        .setPixels(ByteString.copyFrom(pixels))
        .setCrc32C(crc32c(pixels))
        .build();
  }

  /**
   * Decodes a frame.
   *
   * @param bytes one message
   * @throws DecodeException naming the first thing that is wrong
   */
  public static DecodedFrame decode(byte[] bytes) throws DecodeException {
    Frame frame = MESSAGES.decode(bytes);
    return decode(frame);
  }

  /**
   * Decodes the image of a frame that came inside of another message.
   *
   * @throws DecodeException naming the first thing that is wrong
   */
  public static DecodedFrame decode(Frame frame) throws DecodeException {
    MESSAGES.checkVersion(frame);
    Names.check("frame: device", frame.getDevice());
    Names.check("frame: session", frame.getSession());
    checkNumbers(frame);
    ImageLimits.checkSize("frame", frame.getWidth(), frame.getHeight());
    checkSpacing(frame.getSpacingXMm());
    checkSpacing(frame.getSpacingYMm());
    byte[] pixels = frame.getPixels().toByteArray();
    int crc = crc32c(pixels);
    if (crc != frame.getCrc32C()) {
      throw new DecodeException(
          Reason.CHECKSUM_MISMATCH,
          "frame: CRC-32C of %d pixel bytes is %08x, but the frame says %08x; send it again"
              .formatted(pixels.length, crc, frame.getCrc32C()));
    }
    return new DecodedFrame(frame, image(frame, pixels));
  }

  private static GreyImage image(Frame frame, byte[] encoded) throws DecodeException {
    int width = frame.getWidth();
    int height = frame.getHeight();
    return switch (frame.getEncoding()) {
      case PIXEL_ENCODING_RAW8 -> raw(width, height, encoded);
      case PIXEL_ENCODING_DEFLATE -> raw(width, height, inflate(encoded, width * height));
      case PIXEL_ENCODING_PNG -> png(width, height, encoded);
      default ->
          throw new DecodeException(
              Reason.UNKNOWN_ENCODING,
              "frame: pixel encoding "
                  + frame.getEncodingValue()
                  + " is unknown; use RAW8 (1), DEFLATE (2) or PNG (3)");
    };
  }

  private static GreyImage raw(int width, int height, byte[] pixels) throws DecodeException {
    if (pixels.length != width * height) {
      throw new DecodeException(
          Reason.BAD_PIXELS,
          "frame: %d pixel bytes, but %d x %d needs %d"
              .formatted(pixels.length, width, height, width * height));
    }
    return new GreyImage(width, height, pixels);
  }

  private static GreyImage png(int width, int height, byte[] encoded) throws DecodeException {
    GreyImage image = PngImages.decode(encoded);
    if (image.width() != width || image.height() != height) {
      throw new DecodeException(
          Reason.BAD_PIXELS,
          "frame: the PNG is %d x %d, but the frame says %d x %d"
              .formatted(image.width(), image.height(), width, height));
    }
    return image;
  }

  /** Numbers from 2^63 on are negative here, and whoever stores results has no room for them. */
  private static void checkNumbers(Frame frame) throws DecodeException {
    if (frame.getSequence() <= 0) {
      throw new DecodeException(
          Reason.BAD_SEQUENCE,
          "frame: sequence is %s; sequences start at 1 and stay below 2^63"
              .formatted(Long.toUnsignedString(frame.getSequence())));
    }
    if (frame.getCaptureTimeUs() < 0) {
      throw new DecodeException(
          Reason.BAD_TIME,
          "frame: capture_time_us is %s; microseconds since 1970 stay below 2^63"
              .formatted(Long.toUnsignedString(frame.getCaptureTimeUs())));
    }
  }

  private static void checkSpacing(double millimetres) throws DecodeException {
    if (!(millimetres >= 0 && millimetres <= MAX_SPACING_MM)) {
      throw new DecodeException(
          Reason.BAD_SPACING,
          "frame: pixel spacing %s mm; must be 0 (unknown) or up to %s"
              .formatted(millimetres, MAX_SPACING_MM));
    }
  }

  private static int crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
      byte[] chunk = new byte[16 * 1024];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** Inflates to exactly {@code size} bytes; a stream with fewer or more is refused. */
  private static byte[] inflate(byte[] encoded, int size) throws DecodeException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(encoded);
      byte[] pixels = new byte[size];
      int read = 0;
      while (read < size) {
        int n = inflater.inflate(pixels, read, size - read);
        if (n == 0) {
          break; // truncated, finished early, or it wants a dictionary
        }
        read += n;
      }
      boolean ended = inflater.inflate(new byte[1]) == 0 && inflater.finished();
      if (read != size || !ended) {
        throw new DecodeException(
            Reason.BAD_PIXELS,
            "frame: the deflate stream is truncated or does not hold %d bytes".formatted(size));
      }
      return pixels;
    } catch (DataFormatException e) {
      throw new DecodeException(
          Reason.BAD_PIXELS, "frame: the deflate stream is broken: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
