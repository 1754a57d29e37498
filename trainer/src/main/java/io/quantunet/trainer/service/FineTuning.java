package io.quantunet.trainer.service;

import com.google.protobuf.ByteString;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.image.FramePreprocessor;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ManifestInfo;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.ModelBundle;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.report.SegmentationScores;
import io.quantunet.trainer.run.TrainingException;
import io.quantunet.trainer.run.TrainingRun;
import io.quantunet.trainer.run.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Retrains for real, and judges parent and offspring by the held-out feedback on an integer engine.
 * ND4J is loaded by the first training, not before.
 */
final class FineTuning implements Retraining {

  /**
   * An offspring whose Dice on held-out lesions is this much below its parent's is not rolled out;
   * smaller differences are within what a few dozen frames can tell.
   */
  static final double MAX_DICE_LOSS = 0.05;

  /** Held-out lesions that such a verdict needs. */
  static final int MIN_JUDGES = 8;

  private static final String LOG_NAME = "training-log.csv";

  private final Path models;
  private final Path runs;
  private final InstantSource clock;

  FineTuning(Path workFolder, InstantSource clock) {
    this.models = workFolder.resolve("models");
    this.runs = workFolder.resolve("runs");
    this.clock = clock;
  }

  @Override
  public Offspring train(Task task, Consumer<String> progress) throws IOException, DecodeException {
    Files.createDirectories(models);
    LoadedModel parent = task.parent();
    DataSet data = data(task);
    SegmentationScores before = score(parent.model(), data.validation());
    String id =
        ModelIds.next(models, parent.model().width(), parent.manifest().modelId(), clock.instant());
    Path run = runs.resolve(id);
    clean(run); // of one that was killed
    try {
      LoadedModel trained = train(task, data, run, progress);
      SegmentationScores after = score(trained.model(), data.validation());
      requireNotWorse(before, after);
      return publishable(task, trained, id, before, after);
    } finally {
      clean(run);
      // The net's tensors are native memory, which goes back when the collector finds their
      // handles; the heap is too quiet here to make it look.
      System.gc();
    }
  }

  private static DataSet data(Task task) throws DecodeException {
    ManifestInfo grid = task.parent().manifest();
    FramePreprocessor preprocessor = new FramePreprocessor(grid.gridWidth(), grid.gridHeight());
    List<Sample> train = new ArrayList<>();
    List<Sample> heldOut = new ArrayList<>();
    for (ReviewedFrame frame : task.feedback()) {
      requireNotInterrupted();
      (frame.isHeldOut() ? heldOut : train).add(frame.onGrid(preprocessor));
    }
    if (train.isEmpty()) {
      throw new TrainingException(
          "all %d frames of feedback are held out; send more".formatted(heldOut.size()));
    }
    return new DataSet(train, heldOut);
  }

  private LoadedModel train(Task task, DataSet data, Path run, Consumer<String> progress)
      throws IOException, DecodeException {
    TrainingSettings settings = TrainingSettings.fineTuning(task.parent(), run, task.epochs());
    return ModelBundles.read(TrainingRun.run(settings, data, clock, progress::accept));
  }

  private static SegmentationScores score(QuantizedModel model, List<Sample> samples) {
    SegmentationScores scores = new SegmentationScores();
    try (InferenceEngine engine = Engines.createOrFallBack(EngineKind.ONEDNN, model)) {
      for (Sample sample : samples) {
        requireNotInterrupted();
        int width = sample.mask().width();
        int height = sample.mask().height();
        scores.add(engine.infer(sample.codes(), width, height).mask(), sample.mask());
      }
    }
    return scores;
  }

  static void requireNotWorse(SegmentationScores before, SegmentationScores after) {
    double loss = before.diceLesionMean() - after.diceLesionMean();
    if (before.lesionImages() >= MIN_JUDGES && loss > MAX_DICE_LOSS) {
      throw new TrainingException(
          String.format(
              Locale.ROOT,
              "the new model is worse and is not rolled out: Dice %.4f on %d held-out lesions,"
                  + " %.4f before; review the feedback",
              after.diceLesionMean(),
              after.lesionImages(),
              before.diceLesionMean()));
    }
  }

  private Offspring publishable(
      Task task,
      LoadedModel trained,
      String id,
      SegmentationScores before,
      SegmentationScores after)
      throws IOException, DecodeException {
    Map<String, Double> metrics = new HashMap<>();
    metrics.put("feedback_frames", (double) task.feedback().size());
    metrics.putAll(after.metrics("val_"));
    metrics.putAll(before.metrics("parent_val_"));
    Instant now = clock.instant();
    ManifestInfo manifest =
        new ManifestInfo(
            id,
            now,
            trained.manifest().gridWidth(),
            trained.manifest().gridHeight(),
            metrics,
            trained.manifest().provenance() + "; retrain request " + task.requestId());
    ModelBundle bundle = ModelBundles.write(trained.model(), manifest, trained.goldenVectors());
    BundleFile.write(models.resolve(id + ModelIds.SUFFIX), bundle);
    byte[] bytes = BundleFile.encode(bundle);
    LoadedModel offspring = ModelBundles.read(BundleFile.decode(bytes, id));
    return new Offspring(offspring, ByteString.copyFrom(bytes), summary(before, after));
  }

  private static String summary(SegmentationScores before, SegmentationScores after) {
    if (after.lesionImages() == 0) {
      return "no held-out lesion to judge it by";
    }
    return String.format(
        Locale.ROOT,
        "Dice %.4f on %d held-out lesions, %.4f before",
        after.diceLesionMean(),
        after.lesionImages(),
        before.diceLesionMean());
  }

  /** Leaves the log of a run; its checkpoint would cost 25 MB for every model. */
  private static void clean(Path run) throws IOException {
    if (!Files.isDirectory(run)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(run)) {
      files = entries.filter(file -> !file.endsWith(LOG_NAME)).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private static void requireNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new TrainingException("the training was interrupted");
    }
  }
}
