package io.quantunet.launcher;

import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.net.Precision;
import io.quantunet.trainer.run.TrainingRun;
import io.quantunet.trainer.run.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quantunet train}: trains a net from scratch and exports it as a bundle. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a quantized U-Net with learned bit widths and exports it as a bundle.",
      "The folder of the run holds model.qun, training-log.csv and a checkpoint to --resume from."
    })
final class TrainCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "images with masks; may be given several times")
  private List<Path> data;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "folder of the run")
  private Path out;

  @Option(
      names = "--width",
      defaultValue = "16",
      description = "channels of the first stage (default: ${DEFAULT-VALUE})")
  private int width;

  @Option(
      names = "--epochs",
      defaultValue = "40",
      description = "passes over the data (default: ${DEFAULT-VALUE})")
  private int epochs;

  @Option(
      names = "--lambda",
      defaultValue = "0.25",
      description = "price of bits (default: ${DEFAULT-VALUE})")
  private double lambda;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of weights, order and augmentation (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--batch",
      defaultValue = "16",
      description = "images per step (default: ${DEFAULT-VALUE})")
  private int batch;

  @Option(
      names = "--precision",
      defaultValue = "float32",
      description = "float32, or bfloat16 where the CPU has it (default: ${DEFAULT-VALUE})")
  private String precision;

  @Option(names = "--resume", description = "go on from the checkpoint in --out")
  private boolean resume;

  @Override
  public Integer call() throws IOException {
    TrainingSettings settings =
        TrainingSettings.recipe(out)
            .with(width, epochs, lambda, seed)
            .inBatchesOf(batch)
            .in(Precision.of(precision))
            .resuming(resume);
    DataSet images = DataSet.load(data, settings.gridWidth(), settings.gridHeight());
    Path bundle = TrainingRun.run(settings, images, Clock.systemUTC(), System.out::println);
    System.out.println("the best model is " + bundle);
    return 0;
  }
}
