package io.quantunet.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.trainer.compare.Budget;
import io.quantunet.trainer.compare.Comparison;
import io.quantunet.trainer.compare.ComparisonTable;
import io.quantunet.trainer.compare.Membranes;
import io.quantunet.trainer.compare.Method;
import io.quantunet.trainer.compare.MethodSet;
import io.quantunet.trainer.compare.Workbench;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.LeakFreeSplit;
import io.quantunet.trainer.data.Partition;
import io.quantunet.trainer.data.Stretch;
import io.quantunet.trainer.report.Provenance;
import io.quantunet.trainer.run.Progress;
import io.quantunet.trainer.run.TerminalProgress;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quantunet compare}: methods side by side, same images, same budget. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Trains the same net by several methods and puts them into one table, on the integer engine.",
      "Uses the split.csv of the folders, so that no near-duplicate is on both sides. A second call"
          + " with the same --out goes on where the first was stopped. Leaves <set>.html, .csv, .md"
          + " and .json there."
    })
final class CompareCommand implements Callable<Integer> {

  @Mixin private StudyOptions study;
  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "images with masks and a split.csv; may be given several times")
  private List<Path> data;

  @Option(
      names = "--em",
      paramLabel = "DIR",
      description = "the ISBI 2012 stack, for a second table: fixed widths where they come from")
  private Optional<Path> stack;

  @Option(
      names = "--set",
      paramLabel = "SET",
      defaultValue = "methods",
      description =
          "methods; ablations: ours with one ingredient changed; or augmentation: its robust"
              + " augmentation without a group of ingredients (default: ${DEFAULT-VALUE})")
  private String set;

  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "KEY",
      description =
          "run only these, e.g. float,ptq-8,ours-0.25; the table holds what is finished in --out")
  private List<String> keys = List.of();

  @Option(
      names = "--width",
      defaultValue = "8",
      description = "channels of the first stage (default: ${DEFAULT-VALUE})")
  private int width;

  @Option(
      names = "--grid",
      paramLabel = "PIXELS",
      defaultValue = "128",
      description = "side of the net's grid, a multiple of 16 (default: ${DEFAULT-VALUE})")
  private int grid;

  @Option(
      names = "--lambda",
      split = ",",
      description = "prices of bits, a row of ours each (default: 0.05,0.25,1)")
  private List<Double> lambdas = MethodSet.LAMBDAS;

  @Override
  public Integer call() throws IOException {
    MethodSet methods = MethodSet.of(set, lambdas);
    methods.chosen(keys); // before hours of training, so that a typing error ends it at once
    Recipe budget = Budget.of(width, grid, study.epochs(), study.seed(), study.precision());
    Progress progress = TerminalProgress.ifThereIsOne(System.out);
    Workbench bench = new Workbench(budget, images(), study.out().resolve("runs"), progress);
    ObjectNode report = compare(methods, keys, bench);
    if (set.equals(MethodSet.METHODS)) {
      compareOnMicrographs(budget, progress, report);
    }
    study.json().write(report);
    System.out.println("tables and curves are in " + study.out());
    return 0;
  }

  private void compareOnMicrographs(Recipe budget, Progress progress, ObjectNode report)
      throws IOException {
    if (stack.isEmpty()) {
      System.out.println("no table of electron micrographs: --em names no folder with them");
      return;
    }
    MethodSet fixed = Membranes.methods();
    List<String> there = fixed.methods().stream().map(Method::key).toList();
    List<String> chosen = keys.stream().filter(there::contains).toList();
    if (keys.isEmpty() || !chosen.isEmpty()) {
      Workbench bench =
          Membranes.workbench(budget, stack.get(), study.out().resolve("em-runs"), progress);
      report.set("em", compare(fixed, chosen, bench));
    }
  }

  private Partition images() {
    Stretch source = Stretch.of(data);
    return new LeakFreeSplit().split(source.on(GridSize.square(grid))).from(source);
  }

  private ObjectNode compare(MethodSet methods, List<String> chosen, Workbench bench)
      throws IOException {
    Provenance provenance =
        Provenance.ofCommand(CommandLines.of(spec)).with("Seed", String.valueOf(study.seed()));
    ComparisonTable table =
        Comparison.run(methods, chosen, bench, grown -> grown.write(study.out(), provenance));
    System.out.println(table.markdown());
    return table.toJson(provenance);
  }
}
