package io.quantunet.gateway.api;

import io.quantunet.gateway.ingest.FrameCache.CachedFrame;
import io.quantunet.gateway.ingest.GatewayMetrics.GarbageCount;
import io.quantunet.gateway.store.DeviceSummary;
import io.quantunet.gateway.store.StoreStats;
import io.quantunet.proto.DeviceStatus;
import io.quantunet.proto.RolloutReport;
import io.quantunet.proto.TrainerStatus;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Everything about the site at one moment, in JSON; null is what is unknown. */
record OverviewView(long serverTimeUs, Stats stats, List<Device> devices) {

  /** Figures over all devices. */
  record Stats(
      String site,
      int devices,
      Map<String, Long> frames,
      long framesSegmented,
      long lost,
      long duplicatesStored,
      long duplicatesDropped,
      long outranked,
      Double diceLesionMean,
      long framesReviewed,
      Double latencyP50Ms,
      Double latencyP99Ms,
      double framesPerSecond,
      List<String> engines,
      List<Model> models,
      Trainer trainer,
      List<Rollout> rollouts,
      List<Garbage> garbage) {}

  /** A model that computed masks; the first of the list is in use. */
  record Model(String modelId, String modelSha256, long frames) {}

  /** What the trainer last said. */
  record Trainer(
      String state,
      String requestId,
      String detail,
      long timeUs,
      long feedbackFrames,
      String modelId) {

    static Trainer of(TrainerStatus status) {
      return new Trainer(
          stateName(status.getState()),
          status.getRequestId(),
          status.getDetail(),
          status.getTimeUs(),
          Integer.toUnsignedLong(status.getFeedbackFrames()),
          status.getModelId());
    }
  }

  /** What an edge made of the last rollout. */
  record Rollout(
      String edge,
      String state,
      String modelId,
      String modelSha256,
      String previousModelId,
      String detail,
      long timeUs) {

    static Rollout of(RolloutReport report) {
      return new Rollout(
          report.getEdge(),
          stateName(report.getState()),
          report.getModelId(),
          HexFormat.of().formatHex(report.getModelSha256().toByteArray()),
          report.getPreviousModelId(),
          report.getDetail(),
          report.getTimeUs());
    }
  }

  /** Messages refused since the gateway started. */
  record Garbage(String topic, String reason, long messages) {

    static Garbage of(GarbageCount count) {
      return new Garbage(
          count.topic().name().toLowerCase(Locale.ROOT), count.reason().name(), count.messages());
    }
  }

  /** One device: what it says of itself, and what is stored of it. */
  record Device(
      String device,
      String state,
      String session,
      String description,
      Long statusTimeUs,
      Map<String, Long> frames,
      long lost,
      Double diceLesionMean,
      long framesReviewed,
      NewestFrame newestFrame,
      ResultView latestResult) {}

  /** The newest frame that can be fetched. */
  record NewestFrame(String session, long sequence, long captureTimeUs, long receivedTimeUs) {

    static NewestFrame of(CachedFrame frame) {
      return new NewestFrame(
          frame.frame().getSession(),
          frame.frame().getSequence(),
          frame.frame().getCaptureTimeUs(),
          frame.receivedTimeUs());
    }
  }

  static List<Model> models(StoreStats stats) {
    return stats.models().stream()
        .map(model -> new Model(model.modelId(), model.sha256(), model.frames()))
        .toList();
  }

  static Device device(
      String name, DeviceStatus status, DeviceSummary summary, CachedFrame newestFrame) {
    return new Device(
        name,
        status == null ? "UNKNOWN" : stateName(status.getState()),
        status == null ? null : status.getSession(),
        status == null ? null : status.getDescription(),
        status == null || status.getTimeUs() == 0 ? null : status.getTimeUs(),
        summary == null ? Map.of() : summary.outcomes(),
        summary == null ? 0 : summary.lost(),
        summary == null ? null : Json.orNull(summary.diceLesionMean()),
        summary == null ? 0 : summary.reviewed(),
        newestFrame == null ? null : NewestFrame.of(newestFrame),
        summary == null ? null : summary.latest().map(ResultView::row).orElse(null));
  }

  private static String stateName(Enum<?> state) {
    String name = state.name();
    return name.startsWith("STATE_") && !name.equals("STATE_UNSPECIFIED")
        ? name.substring("STATE_".length())
        : "UNKNOWN";
  }
}
