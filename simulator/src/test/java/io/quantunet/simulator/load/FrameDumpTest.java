package io.quantunet.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodedFrame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PixelEncoding;
import io.quantunet.simulator.FrameSource;
import io.quantunet.simulator.SimulatedFrame;
import io.quantunet.simulator.SimulatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A dumped frame")
class FrameDumpTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T08:00:00.000123Z"));
  private static final GreyImage IMAGE =
      new GreyImage(3, 2, new byte[] {0, 1, 2, (byte) 200, (byte) 254, (byte) 255});

  @TempDir Path dir;

  private final FrameSource source = () -> SimulatedFrame.withoutTruth(IMAGE, 0.2, "test");

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = PixelEncoding.class,
      names = {"PIXEL_ENCODING_RAW8", "PIXEL_ENCODING_DEFLATE", "PIXEL_ENCODING_PNG"})
  @DisplayName("decodes to the image, whatever its encoding")
  void decodes(PixelEncoding encoding) throws IOException, DecodeException {
    Path file = dir.resolve("frame.bin");

    FrameDump.write(file, source, "sensor-01", encoding, CLOCK);

    DecodedFrame frame = FrameCodec.decode(Files.readAllBytes(file));
    assertThat(frame.image()).isEqualTo(IMAGE);
    assertThat(frame.message().getEncoding()).isEqualTo(encoding);
    assertThat(frame.message().getSequence()).isEqualTo(1);
    assertThat(frame.message().getCaptureTimeUs() % 1_000_000).isEqualTo(123);
    assertThat(frame.message().getSession()).startsWith("20261121T080000-");
  }

  @Test
  @DisplayName("has a session of its own each time")
  void freshSession() {
    assertThat(Sessions.fresh(CLOCK)).isNotEqualTo(Sessions.fresh(CLOCK));
  }

  @Test
  @DisplayName("that cannot be written is an error that names the file")
  void unwritable() {
    Path file = dir.resolve("nowhere").resolve("frame.bin");

    assertThatThrownBy(
            () ->
                FrameDump.write(
                    file, source, "sensor-01", PixelEncoding.PIXEL_ENCODING_RAW8, CLOCK))
        .isInstanceOf(SimulatorException.class)
        .hasMessageContaining("cannot write the frame to " + file);
  }
}
