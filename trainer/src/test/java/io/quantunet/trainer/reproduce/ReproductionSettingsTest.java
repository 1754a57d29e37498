package io.quantunet.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.trainer.reproduce.ReproductionSettings.Budget;
import io.quantunet.trainer.run.recipe.Recipe;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Settings of a reproduction")
class ReproductionSettingsTest {

  @Test
  void followThePaperWhereItSaysHow() {
    Recipe paper = settings(64, 40, 0).paper();

    assertThat(paper.net().width()).isEqualTo(64);
    assertThat(paper.net().gridWidth()).isEqualTo(128);
    assertThat(paper.text()).contains("net.weight-bits = 4\n");
    assertThat(paper.loss().lambda()).isEqualTo(0.25);
    assertThat(paper.schedule().epochs()).isEqualTo(40);
    assertThat(paper.schedule().normalizedEpochs()).isZero();
  }

  @Test
  void haveOneRateForAllParameters() {
    Recipe paper = settings(8, 40, 1).paper();

    assertThat(paper.optimizer().rates().bitWidth()).isEqualTo(paper.optimizer().rates().weight());
  }

  @Test
  void sayInWhatTheyDepartFromThePaper() {
    assertThat(settings(16, 40, 1).departures())
        .contains("width 16", "batch normalization for 1 epoch");
    assertThat(settings(16, 40, 0).departures()).endsWith("as in the paper");
  }

  @Test
  void keepTheFirstEpochNormalizedInEveryForm() {
    ReproductionSettings settings = settings(16, 40, 1);

    assertThat(settings.paper().schedule().normalizedEpochs()).isEqualTo(1);
    assertThat(settings.floatPaper().schedule().normalizedEpochs()).isEqualTo(1);
    for (Normalization normalization : Normalization.trained()) {
      Recipe form = settings.form(normalization, 1e-3);
      assertThat(form.schedule().normalizedEpochs()).isEqualTo(1);
      assertThat(form.schedule().epochs()).isEqualTo(15);
      assertThat(form.net().width()).isEqualTo(8);
      assertThat(form.loss().form()).isEqualTo(normalization.form());
      assertThat(form.loss().unit()).isEqualTo(normalization.unit());
    }
  }

  @Test
  void takeTheLiteraturesGrid() {
    Recipe literature = settings(16, 20, 1).literature();

    assertThat(literature.net().gridWidth()).isEqualTo(256);
    assertThat(literature.net().gridHeight()).isEqualTo(256);
    assertThat(literature.data().batch()).isEqualTo(8);
  }

  @Test
  void needAProtocol() {
    Budget budget = new Budget(16, 40, 1, "float32", 1);

    assertThatThrownBy(
            () ->
                ReproductionSettings.of(
                    Path.of("data"), Path.of("out"), budget, EnumSet.noneOf(Protocol.class), false))
        .hasMessageContaining("no protocol is chosen");
  }

  private static ReproductionSettings settings(int width, int epochs, int normalizedEpochs) {
    return ReproductionSettings.of(
        Path.of("data"),
        Path.of("out"),
        new Budget(width, epochs, 1, "float32", normalizedEpochs),
        EnumSet.allOf(Protocol.class),
        false);
  }
}
