package io.quantunet.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.proto.BinaryMask;
import io.quantunet.trainer.report.SegmentationScores;
import io.quantunet.trainer.run.TrainingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The judgement of a new model")
class FineTuningTest {

  private static final BinaryMask LESION = new BinaryMask(2, 1, new byte[] {1, 1});
  private static final BinaryMask HALF = new BinaryMask(2, 1, new byte[] {1, 0}); // Dice 2/3
  private static final BinaryMask NOTHING = new BinaryMask(2, 1, new byte[] {0, 0});

  @TempDir private Path folder;

  @Test
  @DisplayName("holds back a model that is clearly worse on held-out lesions")
  void refusesAWorseModel() {
    assertThatThrownBy(
            () ->
                FineTuning.requireNotWorse(
                    scores(LESION, FineTuning.MIN_JUDGES), scores(HALF, FineTuning.MIN_JUDGES)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("Dice 0.6667 on 8 held-out lesions, 1.0000 before");
  }

  @Test
  @DisplayName("lets a better one pass")
  void passesABetterModel() {
    assertThatCode(
            () ->
                FineTuning.requireNotWorse(
                    scores(NOTHING, FineTuning.MIN_JUDGES), scores(HALF, FineTuning.MIN_JUDGES)))
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("does not judge by fewer lesions than can tell")
  void needsJudges() {
    int few = FineTuning.MIN_JUDGES - 1;

    assertThatCode(() -> FineTuning.requireNotWorse(scores(LESION, few), scores(HALF, few)))
        .doesNotThrowAnyException();
  }

  /** Its name is given to the next, since it left no bundle. */
  @Test
  @DisplayName("is reached after a retraining that was killed")
  void followsAKilledRetraining() throws Exception {
    FineTuning fineTuning = new FineTuning(folder, InstantSource.fixed(Instant.EPOCH));
    Path run = Files.createDirectories(folder.resolve("runs/quantunet-w2-19700101-1"));
    Files.write(run.resolve("checkpoint.bin"), new byte[7]);

    Retraining.Offspring offspring =
        fineTuning.train(
            new Retraining.Task(
                "again",
                TinyModels.loaded(2, 1, "shipped"),
                LongStream.rangeClosed(1, 8).mapToObj(Reviews::frame).toList(),
                1),
            line -> {});

    assertThat(offspring.model().manifest().modelId()).isEqualTo("quantunet-w2-19700101-1");
  }

  private static SegmentationScores scores(BinaryMask predicted, int images) {
    SegmentationScores scores = new SegmentationScores();
    for (int i = 0; i < images; i++) {
      scores.add(predicted, LESION);
    }
    return scores;
  }
}
