package io.quantunet.launcher;

import io.quantunet.trainer.report.Provenance;
import io.quantunet.trainer.reproduce.Protocol;
import io.quantunet.trainer.reproduce.Reproduction;
import io.quantunet.trainer.reproduce.ReproductionReport;
import io.quantunet.trainer.reproduce.ReproductionSettings;
import io.quantunet.trainer.run.TerminalProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quantunet reproduce}: the paper's training made again, beside one that does not leak. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description = {
      "Trains by the paper's protocol, by a leak-free one and by the literature's, and prints the",
      "paper's Table 2 and the literature's figures beside ours. Hours at width 64: a second call",
      "with the same --out goes on where the first was stopped. Leaves reproduce.html,",
      "reproduce.csv and a page per training with the paper's three figures."
    })
final class ReproduceCommand implements Callable<Integer> {

  @Mixin private StudyOptions study;
  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "images with masks in BUSI's layout; leak-free needs its split.csv")
  private Path data;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = {
        "paper: random 70/15/15; leak-free: as split.csv says; literature: lesion images, 256 x"
            + " 256, random 70/30; forms: short runs (width 8 and 15 epochs at most) with the"
            + " bit-width loss in several forms",
        "may be given several times (default: all)"
      })
  private List<String> protocols = List.of();

  @Option(
      names = "--width",
      defaultValue = "64",
      description = "channels of the first stage (default: the paper's ${DEFAULT-VALUE})")
  private int width;

  @Option(
      names = "--normalized-epochs",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "first epochs of the paper's recipe with batch normalization, then folded (default:"
            + " ${DEFAULT-VALUE})",
        "0 is the paper's; our quantized nets then find nothing for many epochs"
      })
  private int normalizedEpochs;

  @Option(
      names = "--float",
      description = "train the float net of the paper's recipe as well, for Table 2")
  private boolean withFloat;

  @Override
  public Integer call() throws IOException {
    ReproductionSettings settings =
        ReproductionSettings.of(
            data,
            study.out(),
            new ReproductionSettings.Budget(
                width, study.epochs(), study.seed(), study.precision(), normalizedEpochs),
            chosen(),
            withFloat);
    ReproductionReport report =
        Reproduction.run(settings, TerminalProgress.ifThereIsOne(System.out));
    Path page = report.write(Provenance.ofCommand(CommandLines.of(spec)));
    System.out.println();
    System.out.print(report.text());
    System.out.println("the report is " + page);
    study.json().write(report.toJson());
    return 0;
  }

  private Set<Protocol> chosen() {
    return protocols.isEmpty()
        ? EnumSet.allOf(Protocol.class)
        : protocols.stream()
            .map(Protocol::of)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Protocol.class)));
  }
}
