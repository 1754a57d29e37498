package io.quantunet.driver.accelerator.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.driver.accelerator.plan.MapLayout;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FramePackerTest {

  private static final int WIDTH = 10;
  private static final int HEIGHT = 3;

  @Test
  void laysTheNinePixelsAroundEachPixelOutAsChannels() {
    byte[] frame = new byte[WIDTH * HEIGHT];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (byte) (200 + i);
    }
    MapLayout map = new MapLayout(Configurations.CI, WIDTH, HEIGHT, 9, 2, 8);

    byte[] codes = ResultReader.codes(map, pack(map, true, frame));

    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int tap = 0; tap < 9; tap++) {
          assertThat(codes[(y * WIDTH + x) * 9 + tap])
              .as("pixel %d, %d, tap %d", x, y, tap)
              .isEqualTo(pixel(frame, x + tap % 3 - 1, y + tap / 3 - 1));
        }
      }
    }
  }

  @Test
  void putsTheDigitsOfAPixelsChannelsWhereTheDeviceExpectsThem() {
    MapLayout map = new MapLayout(Configurations.CI, WIDTH, HEIGHT, 9, 2, 8);
    byte[] frame = new byte[WIDTH * HEIGHT * 9];
    frame[(WIDTH + 9) * 9 + 8] = (byte) 0xA5; // pixel 9 of row 1, channel 8

    byte[] packed = pack(map, false, frame);

    // row 1, block 1 of 2, channel block 1 of 2, pixel 1 of 8: beats of four bytes
    int low = ((((2 + 1) * 2 + 1) * 2) * 8 + 1) * 4;
    int high = ((((2 + 1) * 2 + 1) * 2 + 1) * 8 + 1) * 4;
    assertThat(packed[low]).isEqualTo((byte) 0x05);
    assertThat(packed[high]).isEqualTo((byte) 0x0A);
    packed[low] = 0;
    packed[high] = 0;
    assertThat(packed).containsOnly(0);
  }

  private static byte[] pack(MapLayout map, boolean laidOut, byte[] frame) {
    FramePacker packer = new FramePacker(map, laidOut);
    ByteBuffer packed = ByteBuffer.allocate(packer.bytes());
    packer.pack(frame, 0, packed);
    assertThat(packed.hasRemaining()).isFalse();
    return packed.array();
  }

  private static byte pixel(byte[] frame, int x, int y) {
    return x < 0 || x >= WIDTH || y < 0 || y >= HEIGHT ? 0 : frame[y * WIDTH + x];
  }
}
