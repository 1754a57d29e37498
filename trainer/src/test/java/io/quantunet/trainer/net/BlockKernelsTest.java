package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The block kernels")
class BlockKernelsTest {

  private static final float STEP = 0.25f;
  private static final float MAX_CODE = 7;

  @Test
  void quantizeWithTiesToEvenAndClampAtBothEnds() {
    float[] y = {-3, 0, 0.125f, 0.375f, 0.3f, 1.75f, 1.9f, 50};

    BlockKernels.quantize(y, STEP, MAX_CODE, y.length);

    assertThat(y).containsExactly(0, 0, 0, 0.5f, 0.25f, 1.75f, 1.75f, 1.75f);
  }

  @Test
  void agreeWithRintOnAnyCode() {
    Random random = new Random(1);
    float[] y = new float[10_000];
    for (int i = 0; i < y.length; i++) {
      y[i] = random.nextInt(600) / 2f - 20;
    }
    float[] exact = y.clone();

    BlockKernels.quantize(y, 1, 255, y.length);

    for (int i = 0; i < y.length; i++) {
      assertThat(y[i]).isEqualTo((float) Math.max(0, Math.min(255, Math.rint(exact[i]))));
    }
  }

  @Test
  void passTheGradientInsideOfTheRangeOnly() {
    float[] y = {-0.1f, 0, 0.3f, 1.8f, 1.9f};
    float[] gradient = {1, 1, 1, 1, 1};

    BlockKernels.quantizeBackward(y, gradient, STEP, MAX_CODE, new float[5], new float[5], 5);

    assertThat(gradient).containsExactly(0, 1, 1, 1, 0);
  }

  @Test
  void giveTheThresholdTheGradientOfTqt() {
    float[] y = {-1, 0.3f, 1.1f, 5};
    float[] gradient = {10, 20, 30, 40};
    float[] threshold = new float[4];

    BlockKernels.quantizeBackward(y, gradient, STEP, MAX_CODE, new float[4], threshold, 4);

    assertThat(threshold)
        .containsExactly(
            new float[] {0, 20 * (1 - 1.2f), 30 * (4 - 4.4f), 40 * MAX_CODE}, within(1e-4f));
  }

  @Test
  void takeTheHighestTieAsInside() {
    float[] y = {1.875f}; // half a step above the largest code
    float[] gradient = {10};
    float[] threshold = new float[1];

    BlockKernels.quantizeBackward(y, gradient, STEP, MAX_CODE, new float[1], threshold, 1);

    assertThat(gradient).containsExactly(10);
    assertThat(threshold).containsExactly(10 * (7 - 7.5f));
  }

  @Test
  void sumTheGradientsAboveTheRange() {
    float[] y = {-1, 0.3f, 1.875f, 1.9f, 50}; // the highest tie is inside
    float[] sum = {1, 1, 1, 1, 1};

    BlockKernels.sumAbove(y, new float[] {10, 20, 30, 40, 50}, STEP, MAX_CODE, sum, 5);

    assertThat(sum).containsExactly(1, 1, 1, 41, 51);
  }

  @Test
  void foldLanesIntoChannels() {
    assertThat(BlockKernels.fold(new float[] {1, 2, 3, 10, 20, 30}, 3)).containsExactly(11, 22, 33);
  }
}
