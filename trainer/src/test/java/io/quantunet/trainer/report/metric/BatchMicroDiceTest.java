package io.quantunet.trainer.report.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchMicroDiceTest {

  private static final Overlap LARGE = new Overlap(90, 5, 5, 0);
  private static final Overlap MISSED = new Overlap(0, 0, 10, 90);

  @Test
  void theSecondBatchHoldsTheNinthImageAndCountsANinth() {
    List<Overlap> images = new ArrayList<>(Collections.nCopies(8, LARGE));
    images.add(MISSED);

    double first = 2.0 * 720 / (2.0 * 720 + 80);
    assertThat(BatchMicroDice.of(images)).isCloseTo(first * 8 / 9, within(1e-5));
  }

  @Test
  void aLargeLesionHidesASmallMissedOne() {
    double micro = BatchMicroDice.of(List.of(LARGE, MISSED));

    assertThat(micro).isCloseTo(180.0 / 200, within(1e-5));
    assertThat((LARGE.dice() + MISSED.dice()) / 2).isLessThan(0.5);
  }

  @Test
  void anEmptyBatchFoundEmptyIsRight() {
    assertThat(BatchMicroDice.of(List.of(new Overlap(0, 0, 0, 100)))).isEqualTo(1);
  }

  @Test
  void noImagesHaveNoDice() {
    assertThat(BatchMicroDice.of(List.of())).isNaN();
  }
}
