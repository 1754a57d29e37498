package io.quantunet.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("PNG images")
class PngImagesTest {

  @Test
  void keepEveryGreyLevel() throws Exception {
    byte[] levels = new byte[256];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) i;
    }
    GreyImage ramp = new GreyImage(16, 16, levels);

    assertThat(PngImages.decode(PngImages.encode(ramp))).isEqualTo(ramp);
  }

  @Test
  void bringColoursToLuma() throws Exception {
    BufferedImage red = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    red.setRGB(0, 0, 0xFF0000);

    assertThat(PngImages.decode(png(red)).at(0, 0)).isEqualTo(76);
  }

  @Test
  void writeMasksAsBlackAndWhite() throws Exception {
    BinaryMask mask = new BinaryMask(2, 1, new byte[] {0, 1});

    GreyImage image = PngImages.decode(PngImages.encode(mask));

    assertThat(image.at(0, 0)).isZero();
    assertThat(image.at(1, 0)).isEqualTo(255);
    assertThat(BinaryMask.ofGrey(image)).isEqualTo(mask);
  }

  @Test
  void areRefusedBeyondTheLargestSize() throws Exception {
    byte[] wide = png(new BufferedImage(ImageLimits.MAX_SIDE + 1, 1, BufferedImage.TYPE_BYTE_GRAY));

    DecodeException refused =
        catchThrowableOfType(DecodeException.class, () -> PngImages.decode(wide));

    assertThat(refused.reason()).isEqualTo(DecodeException.Reason.BAD_SIZE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void areRefusedBeyond8BitsPerSample(String name, BufferedImage deep) throws Exception {
    byte[] png = png(deep);

    DecodeException refused =
        catchThrowableOfType(DecodeException.class, () -> PngImages.decode(png));

    assertThat(refused.reason()).isEqualTo(DecodeException.Reason.BAD_PIXELS);
    assertThat(refused).hasMessage("PNG image: 16 bits per sample; write it with 8 or fewer");
  }

  static Stream<Arguments> areRefusedBeyond8BitsPerSample() {
    ComponentColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_USHORT);
    return Stream.of(
        Arguments.of("grey", new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY)),
        Arguments.of(
            "colours with alpha",
            new BufferedImage(colours, colours.createCompatibleWritableRaster(2, 2), false, null)));
  }

  @Test
  void mayHaveFewerBitsPerSample() throws Exception {
    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(1, 0, 0xFFFFFF);

    assertThat(PngImages.decode(png(bits))).isEqualTo(new GreyImage(2, 1, new byte[] {0, -1}));
  }

  private static byte[] png(BufferedImage image) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}
