package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.Logits;
import io.quantunet.proto.BinaryMask;
import io.quantunet.trainer.loss.SegmentationLoss;
import io.quantunet.trainer.optimizer.Adam;
import io.quantunet.trainer.optimizer.Parameter;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A net on another grid")
class UNetOnGridTest {

  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;
  private static final int BATCH = 2;

  private final UNet net = new UNet(NetSettings.quantized(3, 32, 32, BATCH), new Random(1));
  private final UNet other = net.onGrid(WIDTH, HEIGHT);

  @AfterEach
  void close() {
    other.close();
    net.close();
  }

  @Test
  void takesBatchesOfItsGridAndHasTheSameParameters() {
    assertThat(other.input().width()).isEqualTo(WIDTH);
    assertThat(other.input().height()).isEqualTo(HEIGHT);
    assertThat(other.settings().batch()).isEqualTo(BATCH);
    assertThat(other.parameters()).containsExactlyElementsOf(net.parameters());
  }

  @Test
  void takesFramesAndTellsTheirMasksByPlace() {
    int pixels = WIDTH * HEIGHT;
    byte[] frames = new byte[2 * pixels];
    new Random(4).nextBytes(frames);
    other.putFrames(0, frames);
    other.forward(false);
    BinaryMask second = other.mask(1);

    other.putFrames(0, Arrays.copyOfRange(frames, pixels, 2 * pixels));
    other.forward(false);

    assertThat(other.mask(0)).isEqualTo(second);
    assertThat(second.count()).isBetween(1, pixels - 1);
    assertThatThrownBy(() -> other.putFrames(1, frames))
        .hasMessageContaining("from place 1 on are no whole frames of 48 x 32 pixels");
  }

  @Test
  void hasTheGradientsOfANetThatWasMadeForThatGrid() {
    try (UNet alone = new UNet(NetSettings.quantized(3, WIDTH, HEIGHT, BATCH), new Random(1))) {
      step(alone, new Random(2));
      step(other, new Random(2));

      for (int i = 0; i < net.parameters().size(); i++) {
        Parameter expected = alone.parameters().get(i);
        assertThat(other.parameters().get(i).gradient())
            .as(expected.name())
            .isEqualTo(expected.gradient());
      }
    }
  }

  @Test
  void learnsTogetherWithTheFirst() {
    Adam adam = new Adam(Adam.Rates.DEFAULT);
    float[] before = net.parameters().get(0).value().clone();

    step(other, new Random(2));
    adam.step(other.parameters(), 1);
    float[] afterOther = net.parameters().get(0).value().clone();
    step(net, new Random(3));
    adam.step(net.parameters(), 1);

    assertThat(afterOther).isNotEqualTo(before);
    assertThat(other.parameters().get(0).value()).isNotEqualTo(afterOther);
  }

  @Test
  void isFoldedWithTheFirstAndEqualsItsExportCodeForCode() {
    step(net, new Random(2));
    step(other, new Random(3));
    net.fold();
    byte[] frame = new byte[WIDTH * HEIGHT];
    new Random(5).nextBytes(frame);
    float[] values = new float[BATCH * frame.length];
    for (int i = 0; i < frame.length; i++) {
      values[i] = (frame[i] & 0xFF) / 256f;
    }
    other.input().write(0, values, values.length);

    other.forward(false);

    assertThat(other.isFolded()).isTrue();
    try (InferenceEngine engine = Engines.create(EngineKind.REFERENCE, IntegerExport.of(net))) {
      Logits logits = engine.infer(frame, WIDTH, HEIGHT);
      float[] found = other.logits().toArray();
      for (int i = 0; i < frame.length; i++) {
        assertThat((int) Math.scalb(found[i], logits.exponent())).isEqualTo(logits.values()[i]);
      }
    }
  }

  @Test
  void keepsTheFirstOpenWhenItIsClosed() {
    net.onGrid(64, 16).close();

    step(net, new Random(2));

    assertThat(net.firstNotFinite()).isEmpty();
  }

  private static void step(UNet net, Random random) {
    byte[] targets = new byte[net.logits().size()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (byte) (i / 7 % 2);
    }
    Probe.fill(net.input(), random);
    net.forward(true);
    SegmentationLoss.evaluate(net.logits(), targets, net.logitGradient());
    net.backward();
  }
}
