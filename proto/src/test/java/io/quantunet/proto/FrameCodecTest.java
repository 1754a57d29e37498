package io.quantunet.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.quantunet.proto.DecodeException.Reason;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The frame codec")
class FrameCodecTest {

  private static final GreyImage IMAGE = randomImage(37, 23);

  @ParameterizedTest
  @EnumSource(
      value = PixelEncoding.class,
      names = {"PIXEL_ENCODING_RAW8", "PIXEL_ENCODING_DEFLATE", "PIXEL_ENCODING_PNG"})
  void givesBackEveryPixel(PixelEncoding encoding) throws Exception {
    Frame frame = FrameCodec.complete(header(), IMAGE, encoding);

    DecodedFrame decoded = FrameCodec.decode(frame.toByteArray());

    assertThat(decoded.image()).isEqualTo(IMAGE);
    assertThat(decoded.key()).isEqualTo(new FrameKey("probe-1", "s1", 7));
  }

  @Test
  void keepsFieldsThatItDoesNotKnow() throws Exception {
    byte[] known = frame().toByteArray();
    byte[] unknownField = {(byte) 0xFA, 0x3F, 1, 42}; // field 1023, one byte
    byte[] newer = Arrays.copyOf(known, known.length + unknownField.length);
    System.arraycopy(unknownField, 0, newer, known.length, unknownField.length);

    assertThat(FrameCodec.decode(newer).message().toByteArray()).isEqualTo(newer);
  }

  @Test
  void refusesEveryTruncation() {
    byte[] whole = frame().toByteArray();
    for (int length = 0; length < whole.length; length++) {
      byte[] truncated = Arrays.copyOf(whole, length);
      assertThat(catchThrowableOfType(DecodeException.class, () -> FrameCodec.decode(truncated)))
          .as("%d of %d bytes", length, whole.length)
          .isNotNull();
    }
  }

  @Test
  void refusesAnyFlippedBitOfThePixels() {
    Frame frame = frame();
    byte[] pixels = frame.getPixels().toByteArray();
    for (int bit = 0; bit < pixels.length * 8; bit++) {
      byte[] damaged = pixels.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Frame broken = frame.toBuilder().setPixels(ByteString.copyFrom(damaged)).build();
      assertThat(reasonFor(broken)).isEqualTo(Reason.CHECKSUM_MISMATCH);
    }
  }

  @Test
  void refusesAnOversizedMessage() {
    assertThat(reasonFor(new byte[ImageLimits.MAX_ENCODED_BYTES + 4097]))
        .isEqualTo(Reason.OVERSIZED);
  }

  @Test
  void refusesGarbage() {
    byte[] garbage = new byte[1000];
    new Random(1).nextBytes(garbage);

    assertThat(reasonFor(garbage)).isEqualTo(Reason.NOT_A_MESSAGE);
  }

  @Test
  void refusesAnotherVersion() {
    assertThat(reasonFor(frame().toBuilder().setFormatVersion(2).build()))
        .isEqualTo(Reason.WRONG_VERSION);
  }

  @Test
  void refusesZeroSize() {
    assertThat(reasonFor(frame().toBuilder().setWidth(0).build())).isEqualTo(Reason.BAD_SIZE);
  }

  @Test
  void refusesTenThousandByTenThousandBeforeAllocatingForIt() {
    assertThat(reasonFor(frame().toBuilder().setWidth(10_000).setHeight(10_000).build()))
        .isEqualTo(Reason.BAD_SIZE);
  }

  @Test
  void refusesSizesBeyondSignedIntegers() {
    assertThat(reasonFor(frame().toBuilder().setHeight(-1).build())).isEqualTo(Reason.BAD_SIZE);
  }

  @Test
  void refusesAnImageOfAnotherSize() {
    assertThat(reasonFor(frame().toBuilder().setWidth(38).build())).isEqualTo(Reason.BAD_PIXELS);
  }

  @Test
  void refusesADeflateStreamThatHoldsMore() {
    Frame deflated = FrameCodec.complete(header(), IMAGE, PixelEncoding.PIXEL_ENCODING_DEFLATE);

    assertThat(reasonFor(deflated.toBuilder().setHeight(22).build())).isEqualTo(Reason.BAD_PIXELS);
  }

  @Test
  void refusesATruncatedDeflateStream() {
    Frame deflated = FrameCodec.complete(header(), IMAGE, PixelEncoding.PIXEL_ENCODING_DEFLATE);
    byte[] pixels = deflated.getPixels().toByteArray();

    assertThat(reasonFor(withPixels(deflated, Arrays.copyOf(pixels, pixels.length - 6))))
        .isEqualTo(Reason.BAD_PIXELS);
  }

  @Test
  void refusesABrokenPng() {
    Frame png = FrameCodec.complete(header(), IMAGE, PixelEncoding.PIXEL_ENCODING_PNG);
    byte[] pixels = png.getPixels().toByteArray();

    assertThat(reasonFor(withPixels(png, Arrays.copyOf(pixels, 40)))).isEqualTo(Reason.BAD_PIXELS);
  }

  @Test
  void refusesNamesThatWouldBreakATopic() {
    assertThat(reasonFor(frame().toBuilder().setDevice("ward/7").build()))
        .isEqualTo(Reason.BAD_NAME);
    assertThat(reasonFor(frame().toBuilder().setSession("").build())).isEqualTo(Reason.BAD_NAME);
  }

  @Test
  void refusesSequenceZero() {
    assertThat(reasonFor(frame().toBuilder().setSequence(0).build()))
        .isEqualTo(Reason.BAD_SEQUENCE);
  }

  @Test
  void refusesASequenceFromTwoToThe63On() {
    Frame frame = frame().toBuilder().setSequence(Long.MIN_VALUE).build();

    assertThat(reasonFor(frame)).isEqualTo(Reason.BAD_SEQUENCE);
    assertThatThrownBy(() -> FrameCodec.decode(frame))
        .hasMessageContaining("sequence is 9223372036854775808");
  }

  @Test
  void refusesACaptureTimeFromTwoToThe63On() {
    Frame frame = frame().toBuilder().setCaptureTimeUs(-1).build();

    assertThat(reasonFor(frame)).isEqualTo(Reason.BAD_TIME);
    assertThatThrownBy(() -> FrameCodec.decode(frame))
        .hasMessageContaining("capture_time_us is 18446744073709551615");
  }

  @Test
  void takesTheLargestSequenceAndCaptureTime() throws Exception {
    Frame frame =
        frame().toBuilder().setSequence(Long.MAX_VALUE).setCaptureTimeUs(Long.MAX_VALUE).build();

    assertThat(FrameCodec.decode(frame).key().sequence()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void refusesSpacingThatIsNoLength() {
    assertThat(reasonFor(frame().toBuilder().setSpacingXMm(Double.NaN).build()))
        .isEqualTo(Reason.BAD_SPACING);
    assertThat(reasonFor(frame().toBuilder().setSpacingYMm(-0.1).build()))
        .isEqualTo(Reason.BAD_SPACING);
  }

  @Test
  void refusesAnEncodingThatItDoesNotKnow() {
    assertThat(reasonFor(frame().toBuilder().setEncodingValue(99).build()))
        .isEqualTo(Reason.UNKNOWN_ENCODING);
  }

  private static Frame frame() {
    return FrameCodec.complete(header(), IMAGE, PixelEncoding.PIXEL_ENCODING_RAW8);
  }

  private static Frame.Builder header() {
    return Frame.newBuilder()
        .setDevice("probe-1")
        .setSession("s1")
        .setSequence(7)
        .setCaptureTimeUs(1_700_000_000_000_000L)
        .setSpacingXMm(0.2)
        .setSpacingYMm(0.15);
  }

  private static Frame withPixels(Frame frame, byte[] pixels) {
    CRC32C crc = new CRC32C();
    crc.update(pixels);
    return frame.toBuilder()
        .setPixels(ByteString.copyFrom(pixels))
        .setCrc32C((int) crc.getValue())
        .build();
  }

  private static Reason reasonFor(Frame frame) {
    return reasonFor(frame.toByteArray());
  }

  private static Reason reasonFor(byte[] bytes) {
    DecodeException refused =
        catchThrowableOfType(DecodeException.class, () -> FrameCodec.decode(bytes));
    assertThat(refused).isNotNull();
    return refused.reason();
  }

  private static GreyImage randomImage(int width, int height) {
    byte[] pixels = new byte[width * height];
    new Random(20261121).nextBytes(pixels);
    return new GreyImage(width, height, pixels);
  }
}
