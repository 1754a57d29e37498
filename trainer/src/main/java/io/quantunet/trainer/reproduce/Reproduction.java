package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.data.DataFolder;
import io.quantunet.trainer.data.Partition;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.data.SplitProtocol;
import io.quantunet.trainer.experiment.Experiment;
import io.quantunet.trainer.experiment.ExperimentResult;
import io.quantunet.trainer.report.EvaluationScores;
import io.quantunet.trainer.run.Progress;
import io.quantunet.trainer.run.recipe.NetPart;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trains what is to be made again, one net after the other, each in its folder. */
public final class Reproduction {

  private static final String RUNS = "runs";

  private final ReproductionSettings settings;
  private final Progress progress;
  private final List<String> facts = new ArrayList<>();

  private Reproduction(ReproductionSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Trains what is not trained yet; what an earlier call with the same folder left unfinished goes
   * on, and what it finished is taken as it is.
   *
   * @param progress gets the counts, and a line per epoch
   * @throws IOException if a folder cannot be used, or holds runs of other recipes or images
   * @throws io.quantunet.trainer.data.DataException if the images cannot be used
   * @throws io.quantunet.trainer.run.TrainingException if a training fails
   */
  public static ReproductionReport run(ReproductionSettings settings, Progress progress)
      throws IOException {
    return new Reproduction(settings, progress).run();
  }

  private ReproductionReport run() throws IOException {
    List<Judged> table2 = new ArrayList<>();
    List<Sample> samples = load(settings.paper());
    tell(counts(samples));
    tell(settings.departures());
    for (Protocol protocol : List.of(Protocol.PAPER, Protocol.LEAK_FREE)) {
      if (settings.protocols().contains(protocol)) {
        table2.addAll(byThePapersRecipe(protocol, samples));
      }
    }
    List<FormRun> forms =
        settings.protocols().contains(Protocol.FORMS) ? forms(samples) : List.of();
    Optional<Judged> literature =
        settings.protocols().contains(Protocol.LITERATURE)
            ? Optional.of(literature())
            : Optional.empty();
    return new ReproductionReport(settings, facts, table2, forms, literature);
  }

  private List<Judged> byThePapersRecipe(Protocol protocol, List<Sample> samples)
      throws IOException {
    Partition parts = split(protocol, settings.paper(), samples);
    ExperimentResult result = train(protocol.label(), settings.paper(), parts);
    Optional<ExperimentResult> floats =
        settings.withFloat()
            ? Optional.of(train(protocol.label() + "-float", settings.floatPaper(), parts))
            : Optional.empty();
    List<Judged> judged = new ArrayList<>();
    judged.add(
        new Judged(
            protocol,
            Judged.VALIDATION,
            result,
            result.validation(),
            floats.map(ExperimentResult::validation)));
    if (!parts.test().isEmpty()) {
      Optional<EvaluationScores> floatScores =
          floats.isPresent()
              ? Optional.of(floats.get().net().score(parts.test()))
              : Optional.empty();
      judged.add(
          new Judged(protocol, Judged.TEST, result, result.net().score(parts.test()), floatScores));
    }
    return judged;
  }

  private List<FormRun> forms(List<Sample> samples) throws IOException {
    double oneForAll = settings.paper().optimizer().rates().weight();
    double ours = Recipe.reference().optimizer().rates().bitWidth();
    Partition parts = split(Protocol.PAPER, settings.paper(), samples);
    List<FormRun> runs = new ArrayList<>();
    for (Normalization normalization : Normalization.trained()) {
      runs.add(form(normalization, oneForAll, parts));
    }
    runs.add(form(Normalization.PLAIN, ours, parts));
    runs.add(form(Normalization.OURS, ours, parts));
    return runs;
  }

  private FormRun form(Normalization normalization, double rate, Partition parts)
      throws IOException {
    String folder =
        "%s/%s-%s-rate-%s"
            .formatted(
                Protocol.FORMS.label(), normalization.form().label(), normalization.unit(), rate);
    return new FormRun(
        normalization, rate, train(folder, settings.form(normalization, rate), parts));
  }

  private Judged literature() throws IOException {
    List<Sample> samples = load(settings.literature());
    Partition parts = split(Protocol.LITERATURE, settings.literature(), samples);
    tell(
        "literature's protocol: %d lesion images of BUSI's %d are in this folder"
            .formatted(
                parts.train().size() + parts.validation().size(), PaperFigures.BUSI_LESION_IMAGES));
    ExperimentResult result = train(Protocol.LITERATURE.label(), settings.literature(), parts);
    return new Judged(
        Protocol.LITERATURE, Judged.VALIDATION, result, result.validation(), Optional.empty());
  }

  private ExperimentResult train(String folder, Recipe recipe, Partition parts) throws IOException {
    progress.line("%s: %s".formatted(folder, recipe.summary()));
    Path where = settings.out().resolve(RUNS).resolve(folder);
    return new Experiment(folder, recipe, parts, where).run(progress);
  }

  private Partition split(Protocol protocol, Recipe recipe, List<Sample> samples) {
    Partition parts = SplitProtocol.of(protocol.label(), recipe.seed()).split(samples);
    tell(parts.summary());
    return parts;
  }

  private List<Sample> load(Recipe recipe) {
    NetPart net = recipe.net();
    return DataFolder.load(settings.data(), net.gridWidth(), net.gridHeight());
  }

  private static String counts(List<Sample> samples) {
    String counts =
        "%d images (%d with a lesion); BUSI has %d (%d)"
            .formatted(
                samples.size(),
                samples.stream().filter(Sample::hasLesion).count(),
                PaperFigures.BUSI_IMAGES,
                PaperFigures.BUSI_LESION_IMAGES);
    int missing = PaperFigures.BUSI_IMAGES - samples.size();
    return missing > 0 ? counts + ": %d are not in this folder".formatted(missing) : counts;
  }

  private void tell(String fact) {
    if (!facts.contains(fact)) {
      facts.add(fact);
    }
    progress.line(fact);
  }
}
