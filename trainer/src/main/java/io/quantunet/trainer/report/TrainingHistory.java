package io.quantunet.trainer.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A training log, column by column. Columns that are not known are carried along: figures by their
 * name, {@code bits_<layer>} as that layer's width in bits, {@code val_dice_lesion_by_folder} as
 * one column per data folder.
 */
public final class TrainingHistory {

  /** Columns that every log must have. */
  public static final List<String> REQUIRED =
      List.of(
          "epoch",
          "loss",
          "cross_entropy",
          "dice_loss",
          "average_bits",
          "val_dice_lesion_mean",
          "val_dice_all_mean",
          "val_pixel_accuracy");

  /** What the name of a layer's column starts with. */
  public static final String LAYER_PREFIX = "bits_";

  private static final String ALL_BACKGROUND = "val_all_background_accuracy";
  private static final String PHASE = "phase";
  private static final String BY_FOLDER = "val_dice_lesion_by_folder";

  private final Map<String, double[]> columns = new LinkedHashMap<>();
  private final Map<String, double[]> folders = new LinkedHashMap<>();
  private final List<String> phases = new ArrayList<>();
  private final int epochs;

  private TrainingHistory(Path file, List<String> lines) throws IOException {
    List<String> header = List.of(lines.get(0).split(",", -1));
    requireColumns(file, header);
    this.epochs = lines.size() - 1;
    for (int row = 0; row < epochs; row++) {
      readLine(file, header, lines.get(row + 1), row);
    }
  }

  /**
   * Reads a log.
   *
   * @throws IOException if the file cannot be read, has no epoch, lacks a column or holds what is
   *     no number; the message names file, line and column
   */
  public static TrainingHistory read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    if (lines.size() < 2) {
      throw new IOException(file + ": no epoch in this training log; train for one at least");
    }
    return new TrainingHistory(file, lines);
  }

  /** Number of epochs. */
  public int epochs() {
    return epochs;
  }

  /** A column of figures, one per epoch (NaN where the cell is empty); empty if there is none. */
  public Optional<double[]> column(String name) {
    return Optional.ofNullable(columns.get(name)).map(double[]::clone);
  }

  /** One of the {@link #REQUIRED} columns. */
  double[] required(String name) {
    return column(name).orElseThrow(() -> new IllegalArgumentException("no column " + name));
  }

  /** Layer name to its width over the epochs, in the order of the log; empty in older logs. */
  public Map<String, double[]> layerBits() {
    Map<String, double[]> layers = new LinkedHashMap<>();
    columns.forEach(
        (name, values) -> {
          if (name.startsWith(LAYER_PREFIX)) {
            layers.put(name.substring(LAYER_PREFIX.length()), values.clone());
          }
        });
    return layers;
  }

  /** Data folder to the Dice of its lesion images over the epochs. */
  public Map<String, double[]> folders() {
    return Collections.unmodifiableMap(folders);
  }

  /** The first epoch without batch normalization, if the log tells it. */
  public Optional<Double> foldedFrom() {
    int first = phases.indexOf("folded");
    return first < 1 ? Optional.empty() : Optional.of(required("epoch")[first]);
  }

  /**
   * Pixel accuracy of predicting nothing on the validation part, the same in every epoch, 0..1;
   * empty in older logs and without an image to validate on.
   */
  public OptionalDouble allBackgroundAccuracy() {
    return column(ALL_BACKGROUND).stream()
        .flatMapToDouble(Arrays::stream)
        .filter(Double::isFinite)
        .findFirst();
  }

  /**
   * Bit-width loss over the epochs: the column {@code bit_loss}, or what of the loss is neither
   * cross entropy nor Dice.
   */
  public double[] bitLoss() {
    return column("bit_loss").orElseGet(this::restOfLoss);
  }

  /** Cross entropy and Dice loss over the epochs. */
  public double[] segmentationLoss() {
    double[] crossEntropy = required("cross_entropy");
    double[] dice = required("dice_loss");
    double[] sum = new double[epochs];
    for (int i = 0; i < epochs; i++) {
      sum[i] = crossEntropy[i] + dice[i];
    }
    return sum;
  }

  private double[] restOfLoss() {
    double[] rest = required("loss");
    double[] segmentation = segmentationLoss();
    for (int i = 0; i < epochs; i++) {
      rest[i] -= segmentation[i];
    }
    return rest;
  }

  private static void requireColumns(Path file, List<String> header) throws IOException {
    for (String column : REQUIRED) {
      if (!header.contains(column)) {
        throw new IOException(
            "%s: the training log has no column '%s', only %s".formatted(file, column, header));
      }
    }
  }

  private void readLine(Path file, List<String> header, String line, int row) throws IOException {
    List<String> cells = List.of(line.split(",", -1));
    if (cells.size() != header.size()) {
      throw new IOException(
          "%s, line %d: %d cells, the header has %d"
              .formatted(file, row + 2, cells.size(), header.size()));
    }
    for (int i = 0; i < cells.size(); i++) {
      String place = "%s, line %d, column %s".formatted(file, row + 2, header.get(i));
      switch (header.get(i)) {
        case PHASE -> phases.add(cells.get(i));
        case BY_FOLDER -> readFolders(cells.get(i), row, place);
        default -> put(columns, header.get(i), row, number(cells.get(i), place));
      }
    }
  }

  private void readFolders(String cell, int row, String place) throws IOException {
    for (String entry : cell.isBlank() ? new String[0] : cell.strip().split(" ")) {
      int equals = entry.lastIndexOf('=');
      if (equals < 1) {
        throw new IOException(place + ": '" + entry + "' is not <folder>=<Dice>");
      }
      put(folders, entry.substring(0, equals), row, number(entry.substring(equals + 1), place));
    }
  }

  private void put(Map<String, double[]> series, String name, int row, double value) {
    series.computeIfAbsent(name, key -> nothingYet())[row] = value;
  }

  private double[] nothingYet() {
    double[] values = new double[epochs];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private static double number(String cell, String place) throws IOException {
    try {
      return cell.isBlank() ? Double.NaN : Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new IOException(place + ": '" + cell + "' is no number", e);
    }
  }
}
