package io.quantunet.trainer.run;

import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.report.CsvLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a run says after every epoch: a line of {@code training-log.csv}, and one for people. */
final class TrainingLog {

  private static final List<String> COLUMNS =
      List.of(
          "epoch",
          "phase",
          "loss",
          "cross_entropy",
          "dice_loss",
          "learned_bits",
          "average_bits",
          "val_dice_lesion_mean",
          "val_dice_all_mean",
          "val_pixel_accuracy",
          "val_dice_lesion_by_folder",
          "seconds");

  private final CsvLog csv;
  private final int epochs;
  private final Consumer<String> progress;

  private TrainingLog(CsvLog csv, int epochs, Consumer<String> progress) {
    this.csv = csv;
    this.epochs = epochs;
    this.progress = progress;
  }

  /**
   * One epoch.
   *
   * @param number from 1
   * @param losses of training
   * @param validation after it
   * @param seconds that both took
   */
  record Epoch(int number, EpochLosses losses, Validation validation, double seconds) {}

  static TrainingLog open(Path folder, int epochsDone, int epochs, Consumer<String> progress)
      throws IOException {
    CsvLog csv = CsvLog.open(folder.resolve("training-log.csv"), COLUMNS, epochsDone);
    return new TrainingLog(csv, epochs, progress);
  }

  void append(Epoch epoch, UNet net) throws IOException {
    csv.append(
        List.of(
            Integer.toString(epoch.number()),
            net.isFolded() ? "folded" : "normalized",
            number(epoch.losses().total()),
            number(epoch.losses().crossEntropy()),
            number(epoch.losses().dice()),
            number(net.meanLearnedBits()),
            number(net.averageBits()),
            number(epoch.validation().all().diceLesionMean()),
            number(epoch.validation().all().diceAllMean()),
            number(epoch.validation().all().pixelAccuracy()),
            byFolder(epoch.validation()),
            String.format(Locale.ROOT, "%.1f", epoch.seconds())));
    Duration left = Duration.ofSeconds((long) (epoch.seconds() * (epochs - epoch.number())));
    progress.accept(
        String.format(
            Locale.ROOT,
            "epoch %d/%d  loss %.4f  val Dice lesion %.4f (%s) all %.4f  bits %.2f  %.1f s, %d:%02d left",
            epoch.number(),
            epochs,
            epoch.losses().total(),
            epoch.validation().all().diceLesionMean(),
            byFolder(epoch.validation()),
            epoch.validation().all().diceAllMean(),
            net.averageBits(),
            epoch.seconds(),
            left.toMinutes(),
            left.toSecondsPart()));
  }

  private static String byFolder(Validation validation) {
    return validation.byFolder().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + number(entry.getValue().diceLesionMean()))
        .collect(Collectors.joining(" "));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
