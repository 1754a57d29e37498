package io.quantunet.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quantunet.gateway.store.OutcomeNames;
import io.quantunet.gateway.store.StoredResult;
import io.quantunet.proto.BoundingBox;
import io.quantunet.proto.Mask;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Point;
import io.quantunet.proto.Segmentation;
import io.quantunet.proto.StageTimings;
import java.util.HexFormat;
import java.util.List;

/** A result in JSON; null is what is unknown, and what only a mask has. */
record ResultView(
    @JsonInclude(JsonInclude.Include.NON_NULL) Long id,
    String device,
    String session,
    long sequence,
    String outcome,
    String detail,
    long captureTimeUs,
    long receivedTimeUs,
    Double latencyMs,
    int frameWidth,
    int frameHeight,
    Double spacingXMm,
    Double spacingYMm,
    Long lesionPixels,
    Double lesionAreaMm2,
    Box boundingBox,
    Centre centroid,
    Double confidence,
    String modelId,
    String modelSha256,
    String engine,
    String edge,
    Timings timings,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double dice,
    @JsonInclude(JsonInclude.Include.NON_NULL) Runs mask) {

  /** In frame pixels, half-open. */
  record Box(double left, double top, double right, double bottom) {}

  /** In frame pixels. */
  record Centre(double x, double y) {}

  /** Where the time went at the edge. */
  record Timings(
      long decodeUs,
      long queueUs,
      long preprocessUs,
      long inferenceUs,
      long postprocessUs,
      long sinceCaptureUs,
      long deviceCycles) {}

  /** The mask on the model's grid, as alternating run lengths, background first. */
  record Runs(int width, int height, List<Integer> runs) {}

  /** A row as the list shows it: without its mask. */
  static ResultView row(StoredResult result) {
    return of(
        result.id(), result.message(), result.receivedTimeUs(), Json.orNull(result.dice()), null);
  }

  /** A row with everything. */
  static ResultView whole(StoredResult result) {
    return of(
        result.id(),
        result.message(),
        result.receivedTimeUs(),
        Json.orNull(result.dice()),
        runs(result.message()));
  }

  /** A result as it arrives. */
  static ResultView live(Segmentation message, long receivedTimeUs, boolean withMask) {
    return of(null, message, receivedTimeUs, null, withMask ? runs(message) : null);
  }

  private static ResultView of(
      Long id, Segmentation message, long receivedTimeUs, Double dice, Runs mask) {
    boolean segmented = message.getOutcome() == Outcome.OUTCOME_SEGMENTED;
    boolean scaled = message.getSpacingXMm() > 0 && message.getSpacingYMm() > 0;
    return new ResultView(
        id,
        message.getDevice(),
        message.getSession(),
        message.getSequence(),
        OutcomeNames.of(message.getOutcome()),
        message.getDetail(),
        message.getCaptureTimeUs(),
        receivedTimeUs,
        Json.orNull(StoredResult.latencyMs(message, receivedTimeUs)),
        message.getFrameWidth(),
        message.getFrameHeight(),
        scaled ? message.getSpacingXMm() : null,
        scaled ? message.getSpacingYMm() : null,
        segmented ? message.getLesionPixels() : null,
        segmented && scaled ? message.getLesionAreaMm2() : null,
        message.hasBoundingBox() ? box(message.getBoundingBox()) : null,
        message.hasCentroid() ? centre(message.getCentroid()) : null,
        segmented ? message.getConfidence() : null,
        message.getModelId(),
        HexFormat.of().formatHex(message.getModelSha256().toByteArray()),
        message.getEngine(),
        message.getEdge(),
        timings(message.getTimings()),
        dice,
        mask);
  }

  private static Runs runs(Segmentation message) {
    Mask mask = message.getMask();
    return message.hasMask()
        ? new Runs(mask.getWidth(), mask.getHeight(), mask.getRunsList())
        : null;
  }

  private static Box box(BoundingBox box) {
    return new Box(box.getLeft(), box.getTop(), box.getRight(), box.getBottom());
  }

  private static Centre centre(Point point) {
    return new Centre(point.getX(), point.getY());
  }

  private static Timings timings(StageTimings timings) {
    return new Timings(
        timings.getDecodeUs(),
        timings.getQueueUs(),
        timings.getPreprocessUs(),
        timings.getInferenceUs(),
        timings.getPostprocessUs(),
        timings.getSinceCaptureUs(),
        timings.getDeviceCycles());
  }
}
