package io.quantunet.trainer.run;

import io.quantunet.trainer.loss.BitWidthForm;
import io.quantunet.trainer.loss.BitWidthPenalty;
import io.quantunet.trainer.net.ConvLayer;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.quantization.ActivationQuantizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run says after every epoch: a line of {@code training-log.csv}, and one for people.
 *
 * <p>Every mean of the bit widths is told, whichever is priced: {@code learned_bits} before
 * rounding, {@code average_bits} of the integer widths, both by layer (no suffix), parameter and
 * MAC; {@code learned_activation_bits} is the mean over the activations' quantizers, fixed or
 * learned; 32 stands for floats. At the end comes each layer's learned width as {@code
 * bits_<layer>}. Widths and scores are those of the net that is judged, which is the averaged one
 * where weights are averaged.
 */
final class TrainingLog {

  private final Path file;
  private final int epochs;
  private final Progress progress;
  private final Map<String, BitWidthPenalty> means;

  private TrainingLog(
      Path file, int epochs, Progress progress, Map<String, BitWidthPenalty> means) {
    this.file = file;
    this.epochs = epochs;
    this.progress = progress;
    this.means = means;
  }

  /**
   * One epoch.
   *
   * @param number from 1
   * @param losses of training
   * @param learningRate of the weights in its last step
   * @param lambda price of bits in its last step
   * @param validation after it
   * @param seconds that both took
   */
  record Epoch(
      int number,
      EpochLosses losses,
      double learningRate,
      double lambda,
      Validation validation,
      double seconds) {}

  /**
   * Opens a run's log.
   *
   * @param epochsDone lines of an older log that stay: those of a run that goes on
   * @throws IOException if it cannot be written, or holds such lines under another header than this
   *     version writes; then nothing is written
   */
  static TrainingLog open(TrainingSettings settings, UNet net, int epochsDone, Progress progress)
      throws IOException {
    Map<String, BitWidthPenalty> means = new LinkedHashMap<>();
    means.put("", new BitWidthPenalty(net, BitWidthForm.LAYERS, 1));
    means.put("_by_parameter", new BitWidthPenalty(net, BitWidthForm.PARAMETERS, 1));
    means.put("_by_mac", new BitWidthPenalty(net, BitWidthForm.MACS, 1));
    TrainingLog log =
        new TrainingLog(
            settings.out().resolve(TrainingRun.LOG_NAME),
            settings.recipe().schedule().epochs(),
            progress,
            means);
    log.start(epochsDone, net);
    return log;
  }

  /**
   * Appends an epoch in one write, so that a reader never sees half a line for long.
   *
   * @throws IOException if it cannot be written; the lines before it are untouched
   */
  void append(Epoch epoch, UNet net) throws IOException {
    String line = String.join(",", cells(epoch, net).values()) + "\n";
    try {
      Files.writeString(file, line, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw WriteFailure.of(file, e);
    }
    progress.line(forPeople(epoch, net));
  }

  /** A log that is cut short loses no line: the new one replaces the old one whole. */
  private void start(int epochsDone, UNet net) throws IOException {
    String header = String.join(",", cells(nothing(), net).keySet());
    List<String> lines = new ArrayList<>();
    lines.add(header);
    if (epochsDone > 0 && Files.exists(file)) {
      List<String> older = Files.readAllLines(file);
      requireHeader(header, older);
      older.stream().skip(1).limit(epochsDone).forEach(lines::add);
    }
    String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void requireHeader(String header, List<String> lines) throws IOException {
    if (lines.isEmpty() || !lines.get(0).equals(header)) {
      throw new IOException(
          file
              + " was begun by another version: its columns are not those that this one writes;"
              + " finish the run with the version that began it, or start anew with another --out");
    }
  }

  private static Epoch nothing() {
    return new Epoch(0, EpochLosses.NONE, 0, 0, Validation.none(), 0);
  }

  private Map<String, String> cells(Epoch epoch, UNet net) {
    EpochLosses losses = epoch.losses();
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("epoch", Integer.toString(epoch.number()));
    cells.put("phase", net.isFolded() ? "folded" : "normalized");
    cells.put("loss", number(losses.total()));
    cells.put("cross_entropy", number(losses.crossEntropy()));
    cells.put("dice_loss", number(losses.dice()));
    cells.put("distillation_loss", number(losses.distillation()));
    cells.put("bit_loss", number(losses.bits()));
    cells.put("lambda", number(epoch.lambda()));
    cells.put("learning_rate", String.format(Locale.ROOT, "%.3e", epoch.learningRate()));
    means.forEach((by, mean) -> cells.put("learned_bits" + by, number(mean.learnedBits())));
    means.forEach((by, mean) -> cells.put("average_bits" + by, number(mean.integerBits())));
    cells.put("learned_activation_bits", number(activationBits(net)));
    Validation validation = epoch.validation();
    cells.put("val_dice_lesion_mean", number(validation.all().diceLesionMean()));
    cells.put("val_dice_all_mean", number(validation.all().diceAllMean()));
    cells.put("val_pixel_accuracy", number(validation.all().pixelAccuracy()));
    cells.put("val_all_background_accuracy", number(validation.all().allBackgroundAccuracy()));
    cells.put("val_false_positive_rate", number(validation.all().falsePositiveRate()));
    cells.put("val_dice_lesion_by_folder", byFolder(validation));
    cells.put("seconds", String.format(Locale.ROOT, "%.1f", epoch.seconds()));
    for (ConvLayer layer : net.layers()) {
      cells.put("bits_" + layer.slot().name(), number(layer.weightQuantizer().learnedBits()));
    }
    return cells;
  }

  private static double activationBits(UNet net) {
    return net.activationQuantizers().stream()
        .mapToDouble(ActivationQuantizer::learnedBits)
        .average()
        .orElse(Float.SIZE);
  }

  private String forPeople(Epoch epoch, UNet net) {
    Duration left = Duration.ofSeconds((long) (epoch.seconds() * (epochs - epoch.number())));
    return String.format(
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
        left.toSecondsPart());
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
