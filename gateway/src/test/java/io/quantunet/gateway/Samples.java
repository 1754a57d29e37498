package io.quantunet.gateway;

import com.google.protobuf.ByteString;
import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.BoundingBox;
import io.quantunet.proto.Feedback;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.MaskCodec;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.PixelEncoding;
import io.quantunet.proto.Point;
import io.quantunet.proto.Segmentation;
import io.quantunet.proto.StageTimings;

/** Valid messages as edges, devices and reviewers publish them. */
public final class Samples {

  /** Side of the grid of the sample masks. */
  public static final int GRID = 32;

  /** Size of the sample frames: twice the grid. */
  public static final int FRAME = 64;

  /** Capture time of sequence 1; later frames follow at 200 ms. */
  public static final long START_US = 1_795_000_000_000_000L;

  private Samples() {}

  /** A key of session "s1". */
  public static FrameKey key(String device, long sequence) {
    return new FrameKey(device, "s1", sequence);
  }

  /** A mask of the grid with a filled square. */
  public static BinaryMask square(int left, int top, int side) {
    return square(GRID, left, top, side);
  }

  /** A mask of {@code size x size} with a filled square. */
  public static BinaryMask square(int size, int left, int top, int side) {
    byte[] pixels = new byte[size * size];
    for (int y = top; y < top + side; y++) {
      for (int x = left; x < left + side; x++) {
        pixels[y * size + x] = 1;
      }
    }
    return new BinaryMask(size, size, pixels);
  }

  /** A mask without a lesion. */
  public static BinaryMask empty() {
    return square(0, 0, 0);
  }

  /** A complete result with a mask. */
  public static Segmentation segmented(FrameKey key, BinaryMask mask) {
    int pixels = mask.count();
    return outcome(key, Outcome.OUTCOME_SEGMENTED, "").toBuilder()
        .setMask(MaskCodec.encode(mask))
        .setLesionPixels(pixels)
        .setLesionAreaMm2(pixels * 0.25)
        .setBoundingBox(BoundingBox.newBuilder().setLeft(8).setTop(8).setRight(24).setBottom(24))
        .setCentroid(Point.newBuilder().setX(16).setY(16))
        .setConfidence(0.91)
        .setModelId("quantunet-test-1")
        .setModelSha256(ByteString.copyFrom(new byte[32]))
        .setEngine("onednn")
        .build();
  }

  /** A result with the sample square. */
  public static Segmentation segmented(FrameKey key) {
    return segmented(key, square(4, 4, 8));
  }

  /** A result with another outcome. */
  public static Segmentation outcome(FrameKey key, Outcome outcome, String detail) {
    return Segmentation.newBuilder()
        .setFormatVersion(MessageCodec.FORMAT_VERSION)
        .setDevice(key.device())
        .setSession(key.session())
        .setSequence(key.sequence())
        .setCaptureTimeUs(START_US + 200_000 * (key.sequence() - 1))
        .setOutcome(outcome)
        .setDetail(detail)
        .setFrameWidth(FRAME)
        .setFrameHeight(FRAME)
        .setSpacingXMm(0.25)
        .setSpacingYMm(0.25)
        .setEdge("edge-1")
        .setTimings(
            StageTimings.newBuilder()
                .setDecodeUs(100)
                .setQueueUs(200)
                .setPreprocessUs(300)
                .setInferenceUs(4000)
                .setPostprocessUs(500)
                .setSinceCaptureUs(6000)
                .setDeviceCycles(700_000))
        .build();
  }

  /** A reviewer's truth. */
  public static Feedback feedback(FrameKey key, BinaryMask truth) {
    return Feedback.newBuilder()
        .setFormatVersion(MessageCodec.FORMAT_VERSION)
        .setDevice(key.device())
        .setSession(key.session())
        .setSequence(key.sequence())
        .setTruth(MaskCodec.encode(truth))
        .setReviewer("tester")
        .setTimeUs(START_US)
        .build();
  }

  /** A frame of {@link #FRAME} squared, dark on the left, grey on the right. */
  public static Frame frame(FrameKey key) {
    byte[] pixels = new byte[FRAME * FRAME];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % FRAME < FRAME / 2 ? 40 : 120);
    }
    return FrameCodec.complete(
        Frame.newBuilder()
            .setDevice(key.device())
            .setSession(key.session())
            .setSequence(key.sequence())
            .setCaptureTimeUs(START_US + 200_000 * (key.sequence() - 1))
            .setSpacingXMm(0.25)
            .setSpacingYMm(0.25),
        new GreyImage(FRAME, FRAME, pixels),
        PixelEncoding.PIXEL_ENCODING_DEFLATE);
  }
}
