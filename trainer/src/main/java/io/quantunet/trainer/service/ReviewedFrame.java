package io.quantunet.trainer.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.quantunet.driver.image.FramePreprocessor;
import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.DecodedFrame;
import io.quantunet.proto.Feedback;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.MaskCodec;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.data.Split;
import java.util.Optional;

/**
 * A frame with its true mask, as it came: encoded, since the grid that it is stretched to is that
 * of a model that may not be known yet.
 *
 * @param key which frame
 * @param message the serialized {@link Feedback}
 */
record ReviewedFrame(FrameKey key, ByteString message) {

  /** One frame in this many is held out. */
  static final int HELD_OUT_EVERY = 5;

  /** Largest serialized mask, bytes; that of the most ragged lesion has a hundredth of it. */
  private static final int MAX_MASK_BYTES = 1_000_000;

  private static final String FOLDER = "feedback";

  /**
   * Decodes frame and mask once, so that what is kept can be trained on.
   *
   * @param feedback with a frame
   * @throws DecodeException naming the first thing that is wrong
   */
  static ReviewedFrame of(Feedback feedback) throws DecodeException {
    FrameKey key = FrameKey.of(feedback);
    if (!key.equals(FrameKey.of(feedback.getFrame()))) {
      throw new DecodeException(
          Reason.BAD_NAME,
          "feedback: it is about another frame than the one in it; send both with the same device,"
              + " session and sequence");
    }
    int maskBytes = feedback.getTruth().getSerializedSize();
    if (maskBytes > MAX_MASK_BYTES) {
      throw new DecodeException(
          Reason.OVERSIZED,
          "feedback: a mask of %d bytes; at most %d".formatted(maskBytes, MAX_MASK_BYTES));
    }
    FrameCodec.decode(feedback.getFrame());
    MaskCodec.decode(feedback.getTruth());
    return new ReviewedFrame(key, feedback.toByteString());
  }

  /**
   * Whether it is kept from training, to judge models by: always the same answer for the same
   * frame, in every run.
   */
  boolean isHeldOut() {
    return Math.floorMod(key.toString().hashCode(), HELD_OUT_EVERY) == 0;
  }

  /** The frame, stretched to the grid as the edges do, and its mask by the nearest pixel. */
  Sample onGrid(FramePreprocessor preprocessor) throws DecodeException {
    Feedback feedback = parse();
    DecodedFrame frame = FrameCodec.decode(feedback.getFrame());
    BinaryMask truth =
        MaskCodec.decode(feedback.getTruth())
            .resizeNearest(preprocessor.gridWidth(), preprocessor.gridHeight());
    return new Sample(
        FOLDER,
        truth.count() > 0 ? "lesion" : "normal",
        key.toString(),
        preprocessor.toGrid(frame.image()),
        truth,
        Optional.of(isHeldOut() ? Split.VAL : Split.TRAIN));
  }

  private Feedback parse() {
    try {
      return Feedback.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("feedback on " + key + " was valid when it came", e);
    }
  }

  @Override
  public String toString() {
    return "ReviewedFrame[" + key + ", " + message.size() + " bytes]";
  }
}
