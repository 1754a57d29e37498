package io.quantunet.trainer.service;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.Feedback;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.MaskCodec;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.PixelEncoding;
import java.util.Random;

/** Feedback on synthetic frames: a dark blob in bright speckle, as a reviewer would outline it. */
final class Reviews {

  static final String DEVICE = "sensor-01";

  private static final String SESSION = "s1";
  private static final int WIDTH = 40;
  private static final int HEIGHT = 36;
  private static final int RADIUS = 7;

  private Reviews() {}

  /** Feedback with its frame. */
  static Feedback of(long sequence) {
    Random random = new Random(sequence);
    int centreX = RADIUS + random.nextInt(WIDTH - 2 * RADIUS);
    int centreY = RADIUS + random.nextInt(HEIGHT - 2 * RADIUS);
    byte[] grey = new byte[WIDTH * HEIGHT];
    byte[] mask = new byte[grey.length];
    for (int i = 0; i < grey.length; i++) {
      int dx = i % WIDTH - centreX;
      int dy = i / WIDTH - centreY;
      mask[i] = (byte) (dx * dx + dy * dy <= RADIUS * RADIUS ? 1 : 0);
      grey[i] = (byte) ((mask[i] == 1 ? 20 : 150) + random.nextInt(40));
    }
    Frame.Builder header =
        Frame.newBuilder().setDevice(DEVICE).setSession(SESSION).setSequence(sequence);
    return withoutFrame(sequence).toBuilder()
        .setTruth(MaskCodec.encode(new BinaryMask(WIDTH, HEIGHT, mask)))
        .setFrame(
            FrameCodec.complete(
                header, new GreyImage(WIDTH, HEIGHT, grey), PixelEncoding.PIXEL_ENCODING_DEFLATE))
        .build();
  }

  /** Feedback that only says where the lesion is: nowhere. */
  static Feedback withoutFrame(long sequence) {
    return Feedback.newBuilder()
        .setFormatVersion(MessageCodec.FORMAT_VERSION)
        .setDevice(DEVICE)
        .setSession(SESSION)
        .setSequence(sequence)
        .setTruth(MaskCodec.encode(new BinaryMask(WIDTH, HEIGHT, new byte[WIDTH * HEIGHT])))
        .setReviewer("test")
        .build();
  }

  static ReviewedFrame frame(long sequence) {
    try {
      return ReviewedFrame.of(of(sequence));
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
  }
}
