package io.quantunet.edge.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.FpgaDriver.Answer;
import io.quantunet.driver.FpgaDriver.ModelIdentity;
import io.quantunet.driver.FpgaDriver.Timings;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Logits;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.MaskCodec;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A result")
class ResultFactoryTest {

  private static final Frame FRAME =
      Frame.newBuilder()
          .setDevice("probe-1")
          .setSession("s1")
          .setSequence(7)
          .setCaptureTimeUs(1_000_000)
          .setWidth(4)
          .setHeight(2)
          .setSpacingXMm(0.1)
          .setSpacingYMm(0.2)
          .build();

  private final ResultFactory results =
      new ResultFactory("edge-9", () -> Instant.ofEpochSecond(1, 250_000_000));

  @Test
  void ofASegmentedFrameTellsMaskModelEngineAndTimings() throws Exception {
    Logits logits = new Logits(2, 1, new int[] {5, -5}, 0, 0);
    String sha256 = "ab".repeat(32);
    Answer.Segmented answer =
        new Answer.Segmented(
            FrameKey.of(FRAME),
            logits,
            new ModelIdentity("net-1", sha256),
            EngineKind.REFERENCE,
            new Timings(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3), 700_000));

    Segmentation result = results.segmented(FRAME, answer, Duration.ofMillis(4));

    assertThat(MessageCodec.SEGMENTATION.decode(result.toByteArray())).isEqualTo(result);
    assertThat(FrameKey.of(result)).isEqualTo(FrameKey.of(FRAME));
    assertThat(result.getOutcome()).isEqualTo(Outcome.OUTCOME_SEGMENTED);
    assertThat(result.getDetail()).isEmpty();
    assertThat(MaskCodec.decode(result.getMask())).isEqualTo(logits.mask());
    assertThat(result.getLesionPixels()).isEqualTo(1);
    assertThat(result.getModelId()).isEqualTo("net-1");
    assertThat(HexFormat.of().formatHex(result.getModelSha256().toByteArray())).isEqualTo(sha256);
    assertThat(result.getEngine()).isEqualTo("reference");
    assertThat(result.getEdge()).isEqualTo("edge-9");
    assertThat(result.getFrameWidth()).isEqualTo(4);
    assertThat(result.getTimings().getDecodeUs()).isEqualTo(4_000);
    assertThat(result.getTimings().getQueueUs()).isEqualTo(1_000);
    assertThat(result.getTimings().getPreprocessUs()).isEqualTo(2_000);
    assertThat(result.getTimings().getInferenceUs()).isEqualTo(3_000);
    assertThat(result.getTimings().getDeviceCycles()).isEqualTo(700_000);
    assertThat(result.getTimings().getSinceCaptureUs()).isEqualTo(250_000);
  }

  @Test
  void ofALateFrameHasItsKeyAndTheReasonButNoMask() {
    Segmentation result =
        results.ended(FRAME, Outcome.OUTCOME_LATE, "the deadline has passed", Duration.ZERO);

    assertThat(FrameKey.of(result)).isEqualTo(FrameKey.of(FRAME));
    assertThat(result.getDetail()).isEqualTo("the deadline has passed");
    assertThat(result.hasMask()).isFalse();
  }

  @Test
  void ofGarbageTellsTheTopicsDeviceOnly() {
    Segmentation result = results.untrusted("probe-1", Outcome.OUTCOME_MALFORMED, "x".repeat(900));

    assertThat(FrameKey.of(result)).isEqualTo(new FrameKey("probe-1", "", 0));
    assertThat(result.getDetail()).hasSize(503).endsWith("...");
  }

  @Test
  void neverTellsANegativeAgeWhenTheDevicesClockIsAhead() {
    Frame fromTheFuture = FRAME.toBuilder().setCaptureTimeUs(9_000_000).build();

    Segmentation result = results.ended(fromTheFuture, Outcome.OUTCOME_FAILED, "", Duration.ZERO);

    assertThat(result.getTimings().getSinceCaptureUs()).isZero();
  }
}
