package io.quantunet.edge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.edge.TestModels;
import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.edge.result.ResultFactory;
import io.quantunet.proto.DecodedFrame;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.PixelEncoding;
import io.quantunet.proto.Segmentation;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The frame reader")
class FrameReaderTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void takesAFrameThatTripsTheDecoderAsMalformed(Throwable trip) {
    FrameReader reader = reader(bytes -> trip(trip));

    Segmentation result = ((Reading.Unreadable) reader.read(Arrival.now(new Delivery()))).result();

    assertThat(result.getOutcome()).isEqualTo(Outcome.OUTCOME_MALFORMED);
    assertThat(result.getDevice()).isEqualTo("probe-1");
    assertThat(result.getDetail()).isEqualTo("frame: 0 bytes do not decode: " + trip);
    assertThat(meters.counter("quantunet.edge.malformed", "reason", "bad_pixels").count())
        .isEqualTo(1);
  }

  static Stream<Throwable> takesAFrameThatTripsTheDecoderAsMalformed() {
    return Stream.of(
        new IllegalStateException("a defect"), new OutOfMemoryError("Java heap space"));
  }

  @Test
  void keepsTheImageButNotItsEncodedPixels() {
    Frame frame =
        FrameCodec.complete(
            Frame.newBuilder().setDevice("probe-1").setSession("s").setSequence(7),
            TestModels.image(1),
            PixelEncoding.PIXEL_ENCODING_RAW8);
    FrameReader reader = reader(bytes -> new DecodedFrame(frame, TestModels.image(1)));

    DecodedFrame read = ((Reading.Readable) reader.read(Arrival.now(new Delivery()))).frame();

    assertThat(read.image()).isEqualTo(TestModels.image(1));
    assertThat(read.message()).isEqualTo(frame.toBuilder().clearPixels().build());
  }

  private FrameReader reader(FrameReader.Decoder decoder) {
    return new FrameReader(
        decoder, new ResultFactory("edge-1", Instant::now), new EdgeMetrics(meters));
  }

  private static DecodedFrame trip(Throwable trip) {
    if (trip instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) trip;
  }
}
