package io.quantunet.launcher;

import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** What was typed, for reports that say how to make their figures again. */
final class CommandLines {

  private CommandLines() {}

  /** The whole command line that the given command is running for. */
  static String of(CommandSpec command) {
    return command.root().commandLine().getParseResult().originalArgs().stream()
        .map(CommandLines::quoted)
        .collect(Collectors.joining(" ", "./quantunet ", ""));
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w./:,=@%+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
