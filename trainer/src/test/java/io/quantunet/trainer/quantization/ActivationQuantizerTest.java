package io.quantunet.trainer.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The activation quantizer")
class ActivationQuantizerTest {

  private final ActivationQuantizer quantizer = new ActivationQuantizer("probe", new BitWidth(6));

  @ParameterizedTest(name = "log2 t = {0} -> e = {1}")
  @CsvSource({"0, 6", "0.01, 5", "1, 5", "1.5, 4", "-0.5, 6", "-1.2, 7"})
  void roundsItsThresholdUpToAPowerOfTwo(float log2, int exponent) {
    quantizer.log2Threshold().value()[0] = log2;

    assertThat(quantizer.format()).isEqualTo(ActivationFormat.of(6, exponent));
    assertThat(quantizer.step()).isEqualTo(Math.scalb(1f, -exponent));
  }

  @Test
  void startsAtTheQuantileOfWhatItSees() {
    float[] values = new float[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < 9_995 ? 3f * i / values.length : 1000; // a few outliers
    }

    quantizer.calibrate(values);

    assertThat(quantizer.format().exponent()).as("threshold 4").isEqualTo(4);
  }

  @Test
  void isOnlyRaisedByItsSecondSource() {
    quantizer.calibrate(new float[] {3, 3, 3});
    quantizer.calibrate(new float[] {0.5f, 0.5f, 0.5f});
    assertThat(quantizer.format().exponent()).isEqualTo(4);

    quantizer.calibrate(new float[] {7, 7, 7});
    assertThat(quantizer.format().exponent()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"-2", "0", "3", "9"})
  void adoptsAFormat(int exponent) {
    ActivationFormat format = ActivationFormat.of(6, exponent);

    quantizer.adopt(format);

    assertThat(quantizer.format()).isEqualTo(format);
  }

  @Test
  void refusesAFormatOfAnotherWidth() {
    assertThatThrownBy(() -> quantizer.adopt(ActivationFormat.of(4, 2)))
        .hasMessage("activations of 4 bits cannot continue as 6 bits");
  }

  @ParameterizedTest(name = "{0} -> {1} bits")
  @CsvSource({"1, 2", "2.4, 2", "5.6, 6", "9, 8"})
  void learnsAWidthOfTwoToEightBits(float learned, int bits) {
    ActivationQuantizer learning = ActivationQuantizer.ofLearnedWidth("probe", 4);
    learning.log2Threshold().value()[0] = 1;
    learning.parameters().get(1).value()[0] = learned;

    learning.clampWidth();

    assertThat(learning.format()).isEqualTo(ActivationFormat.of(bits, bits - 1));
    assertThat(learning.maxCode()).isEqualTo((1 << bits) - 1);
  }

  @Test
  void ofALearnedWidthAdoptsAnyFormat() {
    ActivationQuantizer learning = ActivationQuantizer.ofLearnedWidth("probe", 4);

    learning.adopt(ActivationFormat.of(7, -2));

    assertThat(learning.format()).isEqualTo(ActivationFormat.of(7, -2));
    assertThat(learning.learnedBits()).isEqualTo(7);
  }

  @Test
  void ofAFixedWidthLearnsItsThresholdOnly() {
    assertThat(quantizer.parameters()).containsExactly(quantizer.log2Threshold());
    assertThat(quantizer.learnsWidth()).isFalse();
  }
}
