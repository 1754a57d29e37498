package io.quantunet.driver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.proto.GreyImage;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("The frame preprocessor")
class FramePreprocessorTest {

  @Property(tries = 100)
  void keepsAFlatFrameFlat(
      @ForAll @IntRange(min = 1, max = 200) int width,
      @ForAll @IntRange(min = 1, max = 200) int height,
      @ForAll @IntRange(max = 255) int grey) {
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) grey);

    byte[] grid = new FramePreprocessor(32, 48).toGrid(new GreyImage(width, height, pixels));

    assertThat(grid).hasSize(32 * 48).containsOnly(grey);
  }

  @Example
  void leavesAFrameOfTheGridsSizeAsItIs() {
    GreyImage frame = random(32, 16, 1);

    byte[] grid = new FramePreprocessor(32, 16).toGrid(frame);

    assertThat(grid).isEqualTo(frame.pixels()).isNotSameAs(frame.pixels());
  }

  @Example
  void averagesWithTheTriangleWhenItHalves() {
    // Four pixels to two: the triangle of radius 2 around 1.0 weighs 0.5, 1.5, 2.5 with 3, 3, 1 /
    // 7.
    GreyImage row = new GreyImage(4, 1, new byte[] {70, 0, 0, 7});

    byte[] grid = new FramePreprocessor(2, 1).toGrid(row);

    assertThat(grid).containsExactly(30, 3);
  }

  /** In floating point, in one pass over both axes: no code in common. */
  @Property(tries = 30)
  void agreesWithAnIndependentComputation(
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll long seed) {
    GreyImage frame = random(width, height, seed);
    int gridWidth = 16;
    int gridHeight = 32;

    byte[] grid = new FramePreprocessor(gridWidth, gridHeight).toGrid(frame);

    for (int y = 0; y < gridHeight; y++) {
      for (int x = 0; x < gridWidth; x++) {
        // twice rounded to integers (rows, then columns), each by half at most, and weights in
        // 2^-14
        assertThat((double) (grid[y * gridWidth + x] & 0xFF))
            .isCloseTo(exact(frame, x, y, gridWidth, gridHeight), within(1.1));
      }
    }
  }

  @Example
  void refusesAnEmptyGrid() {
    assertThatThrownBy(() -> new FramePreprocessor(0, 16)).hasMessage("grid 0 x 16 is empty");
  }

  private static double exact(GreyImage frame, int x, int y, int gridWidth, int gridHeight) {
    double sum = 0;
    double weights = 0;
    for (int fy = 0; fy < frame.height(); fy++) {
      for (int fx = 0; fx < frame.width(); fx++) {
        double weight =
            triangle(fx, x, frame.width(), gridWidth) * triangle(fy, y, frame.height(), gridHeight);
        sum += weight * frame.at(fx, fy);
        weights += weight;
      }
    }
    return sum / weights;
  }

  private static double triangle(int from, int to, int fromSize, int toSize) {
    double scale = (double) fromSize / toSize;
    double distance = Math.abs(from + 0.5 - (to + 0.5) * scale);
    return Math.max(0, 1 - distance / Math.max(1, scale));
  }

  private static GreyImage random(int width, int height, long seed) {
    return new GreyImage(
        width, height, RandomModels.codes(new Random(seed), width * height, new BitWidth(8)));
  }
}
