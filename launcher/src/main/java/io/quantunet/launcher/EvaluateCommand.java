package io.quantunet.launcher;

import io.quantunet.driver.model.LoadedModel;
import io.quantunet.proto.DecodeException;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.data.Split;
import io.quantunet.trainer.experiment.Evaluation;
import io.quantunet.trainer.experiment.IntegerSegmenter;
import io.quantunet.trainer.experiment.Segmenter;
import io.quantunet.trainer.report.EvaluationReport;
import io.quantunet.trainer.report.MinimumArea;
import io.quantunet.trainer.report.Pictures;
import io.quantunet.trainer.report.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quantunet evaluate}: scores the integer model on a folder of images with masks. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Scores a model on images with masks, always with the exported integer model.")
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private ModelOption model;
  @Mixin private EngineOption engine;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "class folders benign, malignant, normal with <name>.png and <name>_mask.png")
  private Path data;

  @Option(
      names = "--split",
      paramLabel = "PART",
      description = "train or val, by the folder's split.csv (default: all images)")
  private Optional<Split> split = Optional.empty();

  @Mixin private JsonOption json;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "write the figures of every image there")
  private Optional<Path> csv = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "write a page with tables, charts and pictures there")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = {
        "another bundle, or the model.float of a run in floats, on the same grid: say by how much",
        "the two nets differ on the same images with a lesion, with a paired bootstrap interval"
      })
  private Optional<Path> against = Optional.empty();

  @Option(
      names = "--minimum-area",
      paramLabel = "FILE",
      description = {
        "write there, as CSV, what the figures would be if findings smaller than some areas were",
        "dropped after the model; the area is chosen on the folder's training part"
      })
  private Optional<Path> minimumArea = Optional.empty();

  @Option(
      names = "--no-pictures",
      description = "leave images of the data out of the page, so that it may be passed on")
  private boolean withoutPictures;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, DecodeException {
    LoadedModel loaded = model.model();
    EvaluationReport report = Evaluation.run(loaded, data, split, engine.kind());
    System.out.println(report.summary());
    if (against.isPresent()) {
      compare(report, Evaluation.samples(IntegerSegmenter.of(loaded).grid(), data, split));
    }
    if (minimumArea.isPresent()) {
      tryAreas(loaded, report, minimumArea.get());
    }
    json.write(report.toJson());
    if (csv.isPresent()) {
      report.writeCsv(csv.get());
    }
    if (html.isPresent()) {
      report.writeHtml(
          html.get(),
          Provenance.ofCommand(CommandLines.of(spec)),
          withoutPictures ? Pictures.LEFT_OUT : Pictures.SHOWN);
    }
    return 0;
  }

  private void compare(EvaluationReport report, List<Sample> samples)
      throws IOException, DecodeException {
    Path other = against.orElseThrow();
    System.out.printf(
        "Dice, lesion images, against %s: %s%n",
        other.getFileName(),
        report.scores().diceOfLesionsAgainst(Segmenter.of(other).score(samples)).summary());
  }

  private void tryAreas(LoadedModel loaded, EvaluationReport report, Path file) throws IOException {
    EvaluationReport training =
        Evaluation.run(loaded, data, Optional.of(Split.TRAIN), engine.kind());
    MinimumArea chosenOn = MinimumArea.of(training.images());
    MinimumArea here = MinimumArea.of(report.images());
    Files.writeString(
        file,
        MinimumArea.csvHeader()
            + chosenOn.csv(Split.TRAIN.label())
            + (report.part().equals(training.part()) ? "" : here.csv(report.part())));
    System.out.println(here.summary(chosenOn.best()));
  }
}
