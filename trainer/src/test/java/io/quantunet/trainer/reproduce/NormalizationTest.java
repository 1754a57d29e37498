package io.quantunet.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.trainer.loss.BitWidthForm;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A normalization of the bit-width loss")
class NormalizationTest {

  @Test
  void ofThePlainMeanWouldPrintTheBoundItself() {
    assertThat(Normalization.PLAIN.term(4.24)).isEqualTo(1.06);
    assertThat(Normalization.OURS.term(4.24)).isEqualTo(0.1325);
  }

  @Test
  void isExcludedWhereItCannotBeBelowThePapersLosses() {
    assertThat(verdict("plain mean over layers")).isEqualTo("no");
    assertThat(verdict("sum over layers")).isEqualTo("no");
    assertThat(verdict("plain mean over parameters")).isEqualTo("either");
    assertThat(verdict("mean over layers / 2")).isEqualTo("yes");
    assertThat(verdict("mean over layers / 8")).isEqualTo("yes");
  }

  @Test
  void isListedForEveryFormAndUnit() {
    assertThat(Normalization.all())
        .extracting(Normalization::name)
        .contains("mean over macs / 7", "mean over parameters / 8", "sum over layers")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(BitWidthForm.class)
  void hasAMeanWithinItsRangeWhateverTheWidthsAre(BitWidthForm form) {
    Random random = new Random(5);
    double[] costs = MeanRange.costs(form);
    for (int draw = 0; draw < 1000; draw++) {
      double plain = 0;
      double weighted = 0;
      for (double cost : costs) {
        double bits = 2 + 6 * random.nextDouble();
        plain += bits / costs.length;
        weighted += bits * cost;
      }
      MeanRange range = MeanRange.of(costs, plain);
      assertThat(weighted / Arrays.stream(costs).sum())
          .isBetween(range.low() - 1e-9, range.high() + 1e-9);
    }
  }

  @Test
  void overLayersHasNoRange() {
    MeanRange range = MeanRange.of(BitWidthForm.LAYERS, 4.24);

    assertThat(range.low()).isCloseTo(4.24, Offset.offset(1e-9));
    assertThat(range.high()).isCloseTo(4.24, Offset.offset(1e-9));
  }

  /** The paper's figure cannot be a mean of whole widths. */
  @Test
  void ofWholeWidthsOf23LayersCannotReadAs424() {
    for (int sum = 2 * PaperFigures.LAYERS; sum <= 8 * PaperFigures.LAYERS; sum++) {
      long hundredths = Math.round(100.0 * sum / PaperFigures.LAYERS);
      assertThat(hundredths).isNotEqualTo(424);
    }
  }

  private static String verdict(String name) {
    List<List<String>> rows = NormalizationTable.table().rows();
    return rows.stream()
        .filter(row -> row.get(0).equals(name))
        .map(row -> row.get(3))
        .findFirst()
        .orElseThrow();
  }
}
