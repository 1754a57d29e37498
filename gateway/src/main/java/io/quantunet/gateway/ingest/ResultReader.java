package io.quantunet.gateway.ingest;

import io.quantunet.gateway.store.Arrival;
import io.quantunet.gateway.store.ReportKind;
import io.quantunet.proto.BoundingBox;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.ImageLimits;
import io.quantunet.proto.MaskCodec;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.Names;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import io.quantunet.proto.StageTimings;

/** Reads what edges publish on the results topics. */
final class ResultReader {

  private static final String WHAT = "result";
  private static final int SHA256_BYTES = 32;

  private ResultReader() {}

  /**
   * @param device the device of the topic
   * @param payload one message
   * @throws DecodeException naming the first thing that is wrong
   */
  static Arrival read(String device, byte[] payload, long nowUs) throws DecodeException {
    Segmentation message = MessageCodec.SEGMENTATION.decode(payload);
    String detail = Checks.shorten(message.getDetail(), Checks.MAX_DETAIL);
    return switch (message.getOutcome()) {
      case OUTCOME_MALFORMED -> new Arrival.Report(device, "", ReportKind.MALFORMED, detail, nowUs);
      case OUTCOME_REJECTED ->
          hasKeyOf(device, message)
              ? result(device, message, nowUs)
              : new Arrival.Report(device, "", ReportKind.REJECTED, detail, nowUs);
      case OUTCOME_DUPLICATE -> {
        checkKey(device, message);
        yield new Arrival.Report(device, message.getSession(), ReportKind.DUPLICATE, detail, nowUs);
      }
      case OUTCOME_SEGMENTED, OUTCOME_LATE, OUTCOME_FAILED -> result(device, message, nowUs);
      case OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
          throw new DecodeException(
              Reason.NOT_A_MESSAGE,
              "%s: outcome %d is unknown; see Outcome in segmentation.proto"
                  .formatted(WHAT, message.getOutcomeValue()));
    };
  }

  private static Arrival result(String device, Segmentation message, long nowUs)
      throws DecodeException {
    checkKey(device, message);
    checkNumbers(message);
    if (message.getOutcome() == Outcome.OUTCOME_SEGMENTED) {
      checkSide("frame width", message.getFrameWidth());
      checkSide("frame height", message.getFrameHeight());
      Checks.maskBytes(WHAT, message.getMask().getSerializedSize());
      MaskCodec.decode(message.getMask());
    }
    int digest = message.getModelSha256().size();
    if (digest != 0 && digest != SHA256_BYTES) {
      throw new DecodeException(
          Reason.NOT_A_MESSAGE, "%s: model_sha256 has %d bytes, not 32".formatted(WHAT, digest));
    }
    Segmentation bounded =
        message.toBuilder()
            .setDetail(Checks.shorten(message.getDetail(), Checks.MAX_DETAIL))
            .setModelId(Checks.shorten(message.getModelId(), 128))
            .setEngine(Checks.shorten(message.getEngine(), 32))
            .setEdge(Checks.shorten(message.getEdge(), 64))
            .build();
    return new Arrival.Result(bounded, nowUs);
  }

  private static boolean hasKeyOf(String device, Segmentation message) {
    return message.getDevice().equals(device)
        && Names.isValid(message.getSession())
        && message.getSequence() > 0;
  }

  private static void checkKey(String device, Segmentation message) throws DecodeException {
    Checks.sameDevice(WHAT, message.getDevice(), device);
    Checks.name(WHAT + ": session", message.getSession());
    Checks.sequence(WHAT, message.getSequence());
  }

  private static void checkNumbers(Segmentation message) throws DecodeException {
    BoundingBox box = message.getBoundingBox();
    StageTimings timings = message.getTimings();
    Checks.finite(
        WHAT + ": spacing, area, confidence, bounding box and centroid",
        message.getSpacingXMm(),
        message.getSpacingYMm(),
        message.getLesionAreaMm2(),
        message.getConfidence(),
        box.getLeft(),
        box.getTop(),
        box.getRight(),
        box.getBottom(),
        message.getCentroid().getX(),
        message.getCentroid().getY());
    Checks.notNegative(
        WHAT + ": times and pixel counts",
        message.getCaptureTimeUs(),
        message.getLesionPixels(),
        timings.getDecodeUs(),
        timings.getQueueUs(),
        timings.getPreprocessUs(),
        timings.getInferenceUs(),
        timings.getPostprocessUs(),
        timings.getSinceCaptureUs(),
        timings.getDeviceCycles());
  }

  private static void checkSide(String what, int pixels) throws DecodeException {
    if (pixels < 1 || pixels > ImageLimits.MAX_SIDE) {
      throw new DecodeException(
          Reason.BAD_SIZE,
          "%s: %s is %s; must be 1..%d"
              .formatted(WHAT, what, Integer.toUnsignedString(pixels), ImageLimits.MAX_SIDE));
    }
  }
}
