package io.quantunet.trainer.report;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.trainer.report.metric.Bootstrap;
import io.quantunet.trainer.report.metric.Masks;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A small evaluation for tests: two lesions and two normal images on a grid of 4 x 1 pixels. */
final class Evaluations {

  static final QuantizedModel MODEL = RandomModels.uniform(1, new BitWidth(4), new BitWidth(6), 1);

  static final EvaluatedNet NET = EvaluatedNet.of("tiny-1", MODEL, EngineKind.REFERENCE);

  /** Half found: Dice 2/3, IoU 1/2. */
  static final EvaluatedImage HALF = image("b, 1.png", "benign", "##..", "#...");

  static final EvaluatedImage MISSED = image("m1.png", "malignant", "#...", "....");
  static final EvaluatedImage CLEAN = image("n1.png", "normal", "....", "....");
  static final EvaluatedImage FALSE_ALARM = image("n2.png", "normal", "....", "...#");

  private Evaluations() {}

  static EvaluatedImage image(String name, String className, String truth, String found) {
    BinaryMask mask = Masks.of(truth);
    GreyImage grey = new GreyImage(mask.width(), 1, new byte[mask.width()]);
    return new EvaluatedImage(
        name, className, Optional.empty(), grey, mask, Masks.of(found), Optional.empty());
  }

  /** The same image as one of a group of near-duplicates. */
  static EvaluatedImage grouped(EvaluatedImage image, String leakGroup) {
    return new EvaluatedImage(
        image.name(),
        image.className(),
        Optional.of(leakGroup),
        image.image(),
        image.truth(),
        image.found(),
        image.millimetres());
  }

  static EvaluationScores scores(EvaluatedImage... images) {
    return EvaluationScores.of(
        Stream.of(images).map(EvaluatedImage::score).toList(), new Bootstrap(200, 0.95, 1));
  }

  /** The same, each pixel of the images 16 wide and high, so that the net's grid holds them. */
  static EvaluationReport report() {
    return EvaluationReport.of(
        NET,
        "busi",
        "val",
        Stream.of(HALF, MISSED, CLEAN, FALSE_ALARM).map(Evaluations::enlarged).toList());
  }

  static EvaluationReport emptyReport() {
    return EvaluationReport.of(NET, "busi", "val", List.of());
  }

  private static EvaluatedImage enlarged(EvaluatedImage image) {
    return new EvaluatedImage(
        image.name(),
        image.className(),
        image.leakGroup(),
        new GreyImage(64, 16, new byte[64 * 16]),
        image.truth().resizeNearest(64, 16),
        image.found().resizeNearest(64, 16),
        Optional.empty());
  }
}
