package io.quantunet.launcher;

import io.quantunet.trainer.bench.BenchmarkSettings;
import io.quantunet.trainer.bench.SpeedTable;
import io.quantunet.trainer.bench.TrainerBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quantunet bench trainer}: a training step beside PyTorch's. */
@Command(
    name = "trainer",
    mixinStandardHelpOptions = true,
    description = {
      "Times training steps in float32 and bfloat16, one thread, on random frames of 128 x 128;",
      "beside PyTorch, step by step in turn, where a Python with torch is named."
    })
final class BenchTrainerCommand implements Callable<Integer> {

  @Option(
      names = "--width",
      paramLabel = "W",
      defaultValue = "16",
      description = "channels of the first stage (default: ${DEFAULT-VALUE})")
  private int width;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "images per step (default: ${DEFAULT-VALUE})")
  private int batch;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "8",
      description = "timed steps per precision (default: ${DEFAULT-VALUE})")
  private int steps;

  @Option(
      names = "--torch-python",
      paramLabel = "PATH",
      description = "a Python that has PyTorch, to measure it, too")
  private Optional<Path> torchPython = Optional.empty();

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    SpeedTable table =
        TrainerBenchmark.run(
            new BenchmarkSettings(
                width, batch, BenchmarkSettings.DEFAULT_IMAGES, steps, torchPython));
    System.out.print(table.toText());
    json.write(table.toJson());
    return 0;
  }
}
