package io.quantunet.gateway.ingest;

import static io.quantunet.gateway.Samples.key;
import static io.quantunet.gateway.Samples.outcome;
import static io.quantunet.gateway.Samples.segmented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.gateway.store.Arrival;
import io.quantunet.gateway.store.ReportKind;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The reader of results")
class ResultReaderTest {

  private static final long NOW_US = 1_795_000_000_000_000L;

  @Test
  @DisplayName("takes a valid result as it is")
  void takesAResult() throws DecodeException {
    Segmentation message = segmented(key("probe-1", 7));

    assertThat(read(message)).isEqualTo(new Arrival.Result(message, NOW_US));
  }

  @Test
  @DisplayName("counts a malformed frame by the device of the topic, whatever key it claims")
  void countsMalformedByTopic() throws DecodeException {
    Segmentation message = outcome(key("<claimed>", 0), Outcome.OUTCOME_MALFORMED, "bad CRC");

    assertThat(read(message))
        .isEqualTo(new Arrival.Report("probe-1", "", ReportKind.MALFORMED, "bad CRC", NOW_US));
  }

  @Test
  @DisplayName("stores a rejected frame under its key, or counts it if the key is another device's")
  void placesRejectedFrames() throws DecodeException {
    assertThat(read(outcome(key("probe-1", 1), Outcome.OUTCOME_REJECTED, "unknown")))
        .isInstanceOf(Arrival.Result.class);
    assertThat(read(outcome(key("probe-2", 1), Outcome.OUTCOME_REJECTED, "not yours")))
        .isEqualTo(new Arrival.Report("probe-1", "", ReportKind.REJECTED, "not yours", NOW_US));
  }

  @Test
  @DisplayName("counts a duplicate by its session, without a row of its own")
  void countsDuplicates() throws DecodeException {
    assertThat(read(outcome(key("probe-1", 1), Outcome.OUTCOME_DUPLICATE, "again")))
        .isEqualTo(new Arrival.Report("probe-1", "s1", ReportKind.DUPLICATE, "again", NOW_US));
  }

  @Test
  @DisplayName("cuts texts to what the store holds, and takes control characters out")
  void boundsTexts() throws DecodeException {
    Segmentation message =
        segmented(key("probe-1", 1)).toBuilder()
            .setDetail("x\u0000y" + "z".repeat(1000))
            .setModelId("m".repeat(1000))
            .setEngine("e".repeat(1000))
            .build();

    Segmentation kept = ((Arrival.Result) read(message)).message();

    assertThat(kept.getDetail()).hasSize(500).startsWith("x yz").endsWith("...");
    assertThat(kept.getModelId()).hasSize(128);
    assertThat(kept.getEngine()).hasSize(32);
  }

  @Test
  @DisplayName("refuses an unknown outcome, a sequence beyond 2^63 and numbers that are none")
  void refusesNonsense() {
    Segmentation valid = segmented(key("probe-1", 1));

    assertRefused(valid.toBuilder().setOutcomeValue(99).build(), Reason.NOT_A_MESSAGE);
    assertRefused(valid.toBuilder().setSequence(-1).build(), Reason.BAD_SEQUENCE);
    assertRefused(
        valid.toBuilder().setLesionAreaMm2(Double.POSITIVE_INFINITY).build(), Reason.NOT_A_MESSAGE);
    assertRefused(valid.toBuilder().setCaptureTimeUs(-1).build(), Reason.NOT_A_MESSAGE);
    assertRefused(valid.toBuilder().setSession("a b").build(), Reason.BAD_NAME);
    assertRefused(valid.toBuilder().clearMask().build(), Reason.BAD_SIZE);
  }

  private static Arrival read(Segmentation message) throws DecodeException {
    return ResultReader.read("probe-1", message.toByteArray(), NOW_US);
  }

  private static void assertRefused(Segmentation message, Reason reason) {
    assertThatThrownBy(() -> read(message))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
