package io.quantunet.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code quantunet} command. Exit code 0 only when what was asked happened. */
@Command(
    name = "quantunet",
    mixinStandardHelpOptions = true,
    version = "quantunet 0.1.0",
    description = {
      "Segments wearable ultrasound with a quantized U-Net, from the sensor to the hospital page.",
      "Research use only, not for diagnosis."
    },
    subcommands = {
      DemoCommand.class,
      BrokerCommand.class,
      EdgeCommand.class,
      GatewayCommand.class,
      TrainerCommand.class,
      SimulateCommand.class,
      RetrainCommand.class,
      TrainCommand.class,
      ReproduceCommand.class,
      CompareCommand.class,
      EvaluateCommand.class,
      InferCommand.class,
      ModelCommand.class,
      BenchCommand.class,
      DeviceCommand.class
    })
public final class Main {

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    // Before the first logger: the embedded broker's jar brings a logback.xml of its own.
    System.setProperty("logback.configurationFile", "quantunet-logback.xml");
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(new Failures())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }
}
