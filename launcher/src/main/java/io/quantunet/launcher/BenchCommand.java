package io.quantunet.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code quantunet bench}: measurements beside peers. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures this system beside its peers, in turn and in the same processes.",
    subcommands = {
      BenchEngineCommand.class,
      BenchTrainerCommand.class,
      BenchAcceleratorCommand.class,
      HelpCommand.class
    })
final class BenchCommand {}
