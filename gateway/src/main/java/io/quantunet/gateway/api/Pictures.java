package io.quantunet.gateway.api;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.CacheControl;
import akka.http.javadsl.model.headers.CacheDirectives;
import akka.http.javadsl.model.headers.RawHeader;
import io.quantunet.gateway.ingest.FrameCache;
import io.quantunet.gateway.ingest.FrameCache.CachedFrame;
import io.quantunet.gateway.ingest.GatewayMetrics;
import io.quantunet.gateway.ingest.TopicKind;
import io.quantunet.gateway.store.StoredResult;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.MaskCodec;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.PngImages;

/** Frames and masks as PNG files. Its methods take milliseconds: not for a dispatcher's thread. */
public final class Pictures {

  private static final String FRAMES_ARE_FEW =
      "only the newest few frames of each device are kept; ask sooner";

  private final FrameCache frames;
  private final GatewayMetrics metrics;

  public Pictures(FrameCache frames, GatewayMetrics metrics) {
    this.frames = frames;
    this.metrics = metrics;
  }

  HttpResponse frame(FrameKey key) {
    return frame(
        frames
            .find(key)
            .orElseThrow(() -> Problem.notFound("frame " + key + " is not here", FRAMES_ARE_FEW)));
  }

  HttpResponse newestFrame(String device) {
    return frame(
        frames
            .newest(device)
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "no frame of device '" + device + "' was seen",
                        "check the name with /api/v1/devices and that the device publishes")));
  }

  static HttpResponse mask(StoredResult result) {
    if (result.message().getOutcome() != Outcome.OUTCOME_SEGMENTED) {
      throw Problem.notFound(
          "frame %s has no mask: %s".formatted(result.key(), result.message().getDetail()),
          "ask for results with outcome=SEGMENTED");
    }
    try {
      return png(PngImages.encode(MaskCodec.decode(result.message().getMask())));
    } catch (DecodeException e) {
      throw new IllegalStateException("a stored mask is invalid: the database is damaged", e);
    }
  }

  private HttpResponse frame(CachedFrame frame) {
    try {
      return png(frame.png())
          .addHeader(RawHeader.create("X-Frame-Session", frame.frame().getSession()))
          .addHeader(
              RawHeader.create("X-Frame-Sequence", Long.toString(frame.frame().getSequence())));
    } catch (DecodeException e) {
      metrics.garbage(TopicKind.FRAMES, e.reason());
      throw Problem.notFound(
          "frame %s cannot be shown: %s".formatted(FrameKey.of(frame.frame()), e.getMessage()),
          "check the device; the edge reports this frame as MALFORMED");
    }
  }

  private static HttpResponse png(byte[] bytes) {
    return HttpResponse.create()
        .addHeader(CacheControl.create(CacheDirectives.NO_STORE))
        .withEntity(HttpEntities.create(MediaTypes.IMAGE_PNG.toContentType(), bytes));
  }
}
