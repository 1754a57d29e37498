package io.quantunet.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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

  private static byte[] png(BufferedImage image) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}
