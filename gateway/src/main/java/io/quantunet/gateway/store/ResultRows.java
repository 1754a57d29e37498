package io.quantunet.gateway.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.quantunet.proto.BoundingBox;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.Mask;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Point;
import io.quantunet.proto.Segmentation;
import io.quantunet.proto.StageTimings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import java.util.OptionalDouble;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** Results to and from rows of the table {@code results}. */
final class ResultRows {

  static final String INSERT =
      """
      INSERT INTO results (device, session, sequence, outcome, detail, capture_time_us,
        received_time_us, latency_ms, frame_width, frame_height, spacing_x_mm, spacing_y_mm, mask,
        lesion_pixels, lesion_area_mm2, bbox_left, bbox_top, bbox_right, bbox_bottom, centroid_x,
        centroid_y, confidence, model_id, model_sha256, engine, edge, decode_us, queue_us,
        preprocess_us, inference_us, postprocess_us, since_capture_us, device_cycles)
      VALUES (:device, :session, :sequence, :outcome, :detail, :capture_time_us,
        :received_time_us, :latency_ms, :frame_width, :frame_height, :spacing_x_mm, :spacing_y_mm,
        :mask, :lesion_pixels, :lesion_area_mm2, :bbox_left, :bbox_top, :bbox_right, :bbox_bottom,
        :centroid_x, :centroid_y, :confidence, :model_id, :model_sha256, :engine, :edge,
        :decode_us, :queue_us, :preprocess_us, :inference_us, :postprocess_us, :since_capture_us,
        :device_cycles)
      """;

  static final String UPGRADE =
      """
      UPDATE results SET outcome = :outcome, detail = :detail, capture_time_us = :capture_time_us,
        received_time_us = :received_time_us, latency_ms = :latency_ms, frame_width = :frame_width,
        frame_height = :frame_height, spacing_x_mm = :spacing_x_mm, spacing_y_mm = :spacing_y_mm,
        mask = :mask, lesion_pixels = :lesion_pixels, lesion_area_mm2 = :lesion_area_mm2,
        bbox_left = :bbox_left, bbox_top = :bbox_top, bbox_right = :bbox_right,
        bbox_bottom = :bbox_bottom, centroid_x = :centroid_x, centroid_y = :centroid_y,
        confidence = :confidence, model_id = :model_id, model_sha256 = :model_sha256,
        engine = :engine, edge = :edge, decode_us = :decode_us, queue_us = :queue_us,
        preprocess_us = :preprocess_us, inference_us = :inference_us,
        postprocess_us = :postprocess_us, since_capture_us = :since_capture_us,
        device_cycles = :device_cycles
      WHERE device = :device AND session = :session AND sequence = :sequence
        AND outcome <> 'SEGMENTED'
      """;

  /** All columns and the frame's Dice; a WHERE may follow. */
  static final String SELECT =
      """
      SELECT results.*, (SELECT feedback.dice FROM feedback WHERE feedback.device = results.device
        AND feedback.session = results.session AND feedback.sequence = results.sequence) AS dice
      FROM results
      """;

  private static final HexFormat HEX = HexFormat.of();

  private ResultRows() {}

  static <S extends SqlStatement<S>> S bindKey(S statement, FrameKey key) {
    return statement
        .bind("device", key.device())
        .bind("session", key.session())
        .bind("sequence", key.sequence());
  }

  static <S extends SqlStatement<S>> S bind(S statement, Segmentation message, long receivedUs) {
    boolean segmented = message.getOutcome() == Outcome.OUTCOME_SEGMENTED;
    bindKey(statement, FrameKey.of(message))
        .bind("outcome", OutcomeNames.of(message.getOutcome()))
        .bind("detail", message.getDetail())
        .bind("capture_time_us", message.getCaptureTimeUs())
        .bind("received_time_us", receivedUs)
        .bind("frame_width", message.getFrameWidth())
        .bind("frame_height", message.getFrameHeight())
        .bind("spacing_x_mm", message.getSpacingXMm())
        .bind("spacing_y_mm", message.getSpacingYMm())
        .bind("mask", segmented ? message.getMask().toByteArray() : null)
        .bind("lesion_pixels", message.getLesionPixels())
        .bind("lesion_area_mm2", message.getLesionAreaMm2())
        .bind("confidence", message.getConfidence())
        .bind("model_id", message.getModelId())
        .bind("model_sha256", HEX.formatHex(message.getModelSha256().toByteArray()))
        .bind("engine", message.getEngine())
        .bind("edge", message.getEdge());
    bindOptional(statement, "latency_ms", StoredResult.latencyMs(message, receivedUs));
    bindPlaces(statement, message);
    return bindTimings(statement, message.getTimings());
  }

  static StoredResult read(ResultSet row, StatementContext context) throws SQLException {
    Segmentation.Builder message =
        Segmentation.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setDevice(row.getString("device"))
            .setSession(row.getString("session"))
            .setSequence(row.getLong("sequence"))
            .setCaptureTimeUs(row.getLong("capture_time_us"))
            .setOutcome(Outcome.valueOf("OUTCOME_" + row.getString("outcome")))
            .setDetail(row.getString("detail"))
            .setFrameWidth(row.getInt("frame_width"))
            .setFrameHeight(row.getInt("frame_height"))
            .setSpacingXMm(row.getDouble("spacing_x_mm"))
            .setSpacingYMm(row.getDouble("spacing_y_mm"))
            .setLesionPixels(row.getLong("lesion_pixels"))
            .setLesionAreaMm2(row.getDouble("lesion_area_mm2"))
            .setConfidence(row.getDouble("confidence"))
            .setModelId(row.getString("model_id"))
            .setModelSha256(ByteString.copyFrom(HEX.parseHex(row.getString("model_sha256"))))
            .setEngine(row.getString("engine"))
            .setEdge(row.getString("edge"));
    byte[] mask = row.getBytes("mask");
    if (mask != null) {
      message.setMask(parseMask(mask));
    }
    readPlaces(row, message);
    message.setTimings(readTimings(row));
    return new StoredResult(
        row.getLong("id"), message.build(), row.getLong("received_time_us"), readDice(row));
  }

  private static OptionalDouble readDice(ResultSet row) throws SQLException {
    double dice = row.getDouble("dice");
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(dice);
  }

  static Mask parseMask(byte[] bytes) {
    try {
      return Mask.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored mask does not parse: the database is damaged", e);
    }
  }

  private static void bindPlaces(SqlStatement<?> statement, Segmentation message) {
    boolean box = message.hasBoundingBox();
    bindIf(statement, "bbox_left", box, message.getBoundingBox().getLeft());
    bindIf(statement, "bbox_top", box, message.getBoundingBox().getTop());
    bindIf(statement, "bbox_right", box, message.getBoundingBox().getRight());
    bindIf(statement, "bbox_bottom", box, message.getBoundingBox().getBottom());
    bindIf(statement, "centroid_x", message.hasCentroid(), message.getCentroid().getX());
    bindIf(statement, "centroid_y", message.hasCentroid(), message.getCentroid().getY());
  }

  private static void readPlaces(ResultSet row, Segmentation.Builder message) throws SQLException {
    double left = row.getDouble("bbox_left");
    if (!row.wasNull()) {
      message.setBoundingBox(
          BoundingBox.newBuilder()
              .setLeft(left)
              .setTop(row.getDouble("bbox_top"))
              .setRight(row.getDouble("bbox_right"))
              .setBottom(row.getDouble("bbox_bottom")));
    }
    double x = row.getDouble("centroid_x");
    if (!row.wasNull()) {
      message.setCentroid(Point.newBuilder().setX(x).setY(row.getDouble("centroid_y")));
    }
  }

  private static <S extends SqlStatement<S>> S bindTimings(S statement, StageTimings timings) {
    return statement
        .bind("decode_us", timings.getDecodeUs())
        .bind("queue_us", timings.getQueueUs())
        .bind("preprocess_us", timings.getPreprocessUs())
        .bind("inference_us", timings.getInferenceUs())
        .bind("postprocess_us", timings.getPostprocessUs())
        .bind("since_capture_us", timings.getSinceCaptureUs())
        .bind("device_cycles", timings.getDeviceCycles());
  }

  private static StageTimings readTimings(ResultSet row) throws SQLException {
    return StageTimings.newBuilder()
        .setDecodeUs(row.getLong("decode_us"))
        .setQueueUs(row.getLong("queue_us"))
        .setPreprocessUs(row.getLong("preprocess_us"))
        .setInferenceUs(row.getLong("inference_us"))
        .setPostprocessUs(row.getLong("postprocess_us"))
        .setSinceCaptureUs(row.getLong("since_capture_us"))
        .setDeviceCycles(row.getLong("device_cycles"))
        .build();
  }

  private static void bindOptional(SqlStatement<?> statement, String name, OptionalDouble value) {
    bindIf(statement, name, value.isPresent(), value.orElse(0));
  }

  private static void bindIf(
      SqlStatement<?> statement, String name, boolean present, double value) {
    if (present) {
      statement.bind(name, value);
    } else {
      statement.bindNull(name, Types.DOUBLE);
    }
  }
}
