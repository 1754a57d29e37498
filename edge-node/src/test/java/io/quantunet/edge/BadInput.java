package io.quantunet.edge;

import com.google.protobuf.ByteString;
import io.quantunet.proto.Frame;
import io.quantunet.proto.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** What a broken, old or hostile device sends on the topic of device probe-1. */
enum BadInput {
  TRUNCATED(
      () -> Arrays.copyOf(good().toByteArray(), good().getSerializedSize() / 2),
      "not_a_message",
      "truncated"),
  OVERSIZED(
      () ->
          good().toBuilder()
              .setPixels(ByteString.copyFrom(new byte[(8 << 20) + 8192]))
              .build()
              .toByteArray(),
      "oversized",
      "at most"),
  WRONG_CRC(
      () -> good().toBuilder().setCrc32C(good().getCrc32C() ^ 1).build().toByteArray(),
      "checksum_mismatch",
      "CRC-32C"),
  WRONG_VERSION(
      () -> good().toBuilder().setFormatVersion(2).build().toByteArray(),
      "wrong_version",
      "format_version 2"),
  ZERO_SIZE(() -> good().toBuilder().setWidth(0).build().toByteArray(), "bad_size", "0 x 32"),
  TEN_THOUSAND_SQUARED(
      () -> good().toBuilder().setWidth(10_000).setHeight(10_000).build().toByteArray(),
      "bad_size",
      "10000 x 10000"),
  SEQUENCE_OF_2_TO_THE_63(
      () -> good().toBuilder().setSequence(Long.MIN_VALUE).build().toByteArray(),
      "bad_sequence",
      "below 2^63"),
  TIME_OF_2_TO_THE_63(
      () -> good().toBuilder().setCaptureTimeUs(Long.MIN_VALUE).build().toByteArray(),
      "bad_time",
      "below 2^63"),
  GARBAGE(
      () -> "not a frame at all".getBytes(StandardCharsets.UTF_8),
      "not_a_message",
      "no such message"),
  EMPTY(() -> new byte[0], "wrong_version", "format_version 0"),
  OTHER_DEVICE(
      () -> TestSite.frame("probe-2", 1).toByteArray(), "", "came on the topic of device probe-1");

  private final Supplier<byte[]> payload;
  private final String reason;
  private final String detail;

  BadInput(Supplier<byte[]> payload, String reason, String detail) {
    this.payload = payload;
    this.reason = reason;
    this.detail = detail;
  }

  private static Frame good() {
    return TestSite.frame("probe-1", 1);
  }

  byte[] payload() {
    return payload.get();
  }

  Outcome outcome() {
    return reason.isEmpty() ? Outcome.OUTCOME_REJECTED : Outcome.OUTCOME_MALFORMED;
  }

  /** The counter's label, for malformed frames. */
  Optional<String> reason() {
    return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
  }

  /** Part of what the result says. */
  String detail() {
    return detail;
  }
}
