package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

class CommandLinesTest {

  private static final List<String> SEEN = new ArrayList<>();

  @Command(name = "quantunet", subcommands = Inner.class)
  private static final class Outer {}

  @Command(name = "inner")
  private static final class Inner implements Runnable {

    @Spec private CommandSpec spec;

    @Option(names = "--data")
    private String data = "";

    @Override
    public void run() {
      SEEN.add(CommandLines.of(spec));
    }
  }

  @Test
  void aCommandLineCanBeTypedAgain() {
    SEEN.clear();

    new CommandLine(new Outer()).execute("inner", "--data", "it's my data");

    assertThat(SEEN).containsExactly("./quantunet inner --data 'it'\\''s my data'");
  }
}
