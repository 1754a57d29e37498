package io.quantunet.trainer.experiment;

import io.quantunet.trainer.report.TrainingHistory;
import io.quantunet.trainer.run.recipe.Recipe;
import io.quantunet.trainer.run.recipe.SchedulePart.Keep;
import java.util.Collection;
import java.util.OptionalInt;

/**
 * Reads from a log which epoch's net a run ended with: the last, or the folded one with the highest
 * mean over the data folders of their lesion Dice. Of epochs that agree to the log's four decimals
 * it names the first.
 */
final class KeptEpoch {

  private KeptEpoch() {}

  /**
   * The kept epoch.
   *
   * @return from 1; empty where a folder without a lesion was judged by what the log does not say
   */
  static OptionalInt of(TrainingHistory history, Recipe recipe) {
    if (recipe.schedule().keep() == Keep.LAST) {
      return OptionalInt.of(history.epochs());
    }
    Collection<double[]> folders = history.folders().values();
    int best = -1;
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int i = recipe.schedule().normalizedEpochs(); i < history.epochs(); i++) {
      double score = score(folders, i);
      if (score > bestScore) {
        best = i;
        bestScore = score;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best + 1);
  }

  private static double score(Collection<double[]> folders, int epoch) {
    return folders.stream().mapToDouble(dice -> dice[epoch]).average().orElse(Double.NaN);
  }
}
