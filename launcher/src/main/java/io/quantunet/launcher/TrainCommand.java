package io.quantunet.launcher;

import io.quantunet.proto.DecodeException;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.data.Stretch;
import io.quantunet.trainer.report.Pictures;
import io.quantunet.trainer.run.TerminalProgress;
import io.quantunet.trainer.run.TrainingRun;
import io.quantunet.trainer.run.TrainingSettings;
import io.quantunet.trainer.run.recipe.NetPart;
import io.quantunet.trainer.run.recipe.Recipe;
import io.quantunet.trainer.run.recipe.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code quantunet train}: trains a net from scratch and exports it as a bundle. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a quantized U-Net with learned bit widths and exports it as a bundle.",
      "The folder of the run holds recipe.conf, model.qun, training-log.csv, report.html and a"
          + " checkpoint to --resume from."
    })
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE",
      description = {
        "how to train: a HOCON file or one of quantunet-w16, quantunet-w16-a4, quantunet-w64,"
            + " paper-w64, float-w16 (default: quantunet-w16-a4; with --resume, the run's own)",
        "The other options go on top of it."
      })
  private Optional<String> recipe;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "another value for a key of the recipe; may be given several times")
  private List<String> changes = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "images with masks; may be given several times (recipe: data.folders)")
  private List<Path> data = List.of();

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "folder of the run")
  private Path out;

  @Option(names = "--width", description = "channels of the first stage (recipe: net.width)")
  private Optional<Integer> width;

  @Option(names = "--epochs", description = "passes over the data (recipe: schedule.epochs)")
  private Optional<Integer> epochs;

  @Option(names = "--lambda", description = "price of bits (recipe: loss.lambda)")
  private Optional<Double> lambda;

  @Option(names = "--seed", description = "of weights, order and augmentation (recipe: seed)")
  private Optional<Long> seed;

  @Option(names = "--batch", description = "images per step (recipe: data.batch)")
  private Optional<Integer> batch;

  @Option(
      names = "--precision",
      description = "float32, or bfloat16 where the CPU has it (recipe: net.precision)")
  private Optional<String> precision;

  @Option(names = "--resume", description = "go on from the checkpoint in --out")
  private boolean resume;

  @Option(
      names = "--no-pictures",
      description = "leave images of the data out of the report, so that it may be passed on")
  private boolean withoutPictures;

  @Override
  public Integer call() throws IOException, DecodeException {
    Recipe whole = recipe();
    List<Path> folders = whole.data().folders();
    if (folders.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "no images to train on: give --data, or data.folders in the recipe");
    }
    NetPart net = whole.net();
    DataSet images =
        DataSet.load(folders, net.gridWidth(), net.gridHeight())
            .alsoOn(whole.data().grids(), Stretch.of(folders));
    Path model =
        TrainingRun.run(
            TrainingSettings.of(out, whole, resume),
            images,
            Clock.systemUTC(),
            TerminalProgress.ifThereIsOne(System.out));
    Path page =
        TrainingPage.write(
            out,
            model,
            whole,
            images,
            CommandLines.of(spec),
            withoutPictures ? Pictures.LEFT_OUT : Pictures.SHOWN);
    System.out.println("the model is " + model + ", its report " + page);
    return 0;
  }

  private Recipe recipe() {
    Recipe whole = Recipes.find(recipe.orElseGet(this::defaultRecipe));
    for (String change : changes) {
      whole = whole.with(change);
    }
    return whole.with(options());
  }

  private String defaultRecipe() {
    Path own = out.resolve(TrainingRun.RECIPE_NAME);
    return resume && Files.exists(own) ? own.toString() : "quantunet-w16-a4";
  }

  private Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    width.ifPresent(value -> options.put("net.width", value));
    epochs.ifPresent(value -> options.put("schedule.epochs", value));
    lambda.ifPresent(value -> options.put("loss.lambda", value));
    seed.ifPresent(value -> options.put("seed", value));
    batch.ifPresent(value -> options.put("data.batch", value));
    precision.ifPresent(value -> options.put("net.precision", value));
    if (!data.isEmpty()) {
      options.put("data.folders", data.stream().map(Path::toString).toList());
    }
    return options;
  }
}
