package io.quantunet.launcher;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is asked of every study that makes several trainings: where, how long, from which seed. */
final class StudyOptions {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "folder of the runs and of the report; a second call with the same goes on there")
  private Path out;

  @Option(
      names = "--epochs",
      defaultValue = "40",
      description =
          "passes over the data, of every training (default: the paper's ${DEFAULT-VALUE})")
  private int epochs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of random splits, weights, order and augmentation (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--precision",
      defaultValue = "float32",
      description = "float32, or bfloat16 where the CPU has it (default: ${DEFAULT-VALUE})")
  private String precision;

  @Mixin private JsonOption json;

  Path out() {
    return out;
  }

  int epochs() {
    return epochs;
  }

  long seed() {
    return seed;
  }

  String precision() {
    return precision;
  }

  JsonOption json() {
    return json;
  }
}
