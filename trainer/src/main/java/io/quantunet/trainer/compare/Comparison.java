package io.quantunet.trainer.compare;

import io.quantunet.trainer.report.metric.PairedDifference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the methods of a set one after the other. */
public final class Comparison {

  private final MethodSet set;
  private final Workbench bench;
  private final Map<String, MethodResult> results = new LinkedHashMap<>();

  private Comparison(MethodSet set, Workbench bench) {
    this.set = set;
    this.bench = bench;
  }

  /** Gets the table whenever it has grown. */
  @FunctionalInterface
  public interface Sink {
    /** A table with at least one row. */
    void grown(ComparisonTable table) throws IOException;
  }

  /**
   * Compares. Runs that were stopped go on; methods that were not chosen get their row as well
   * where their runs are finished.
   *
   * @param keys methods to run; empty runs all
   * @param sink gets the table after every method
   * @return the table, which may have no row if nothing is chosen that the set has
   * @throws IllegalArgumentException if a key is not known
   * @throws IOException if a folder cannot be used, or belongs to another budget or other images
   */
  public static ComparisonTable run(MethodSet set, List<String> keys, Workbench bench, Sink sink)
      throws IOException {
    List<Method> chosen = set.chosen(keys);
    Comparison comparison = new Comparison(set, bench);
    for (Method method : set.methods()) {
      if (chosen.contains(method) || method.isFinished(bench)) {
        comparison.results.put(method.key(), method.run(bench));
        sink.grown(comparison.table());
      }
    }
    return comparison.table();
  }

  private ComparisonTable table() {
    List<ComparedMethod> rows = new ArrayList<>();
    for (Method method : set.methods()) {
      Optional.ofNullable(results.get(method.key()))
          .ifPresent(
              result -> rows.add(new ComparedMethod(method, result, against(method, result))));
    }
    return new ComparisonTable(set, bench, rows);
  }

  /** Differences to the baselines that are there, but for itself. */
  private Map<String, PairedDifference> against(Method method, MethodResult result) {
    Map<String, PairedDifference> differences = new LinkedHashMap<>();
    for (String baseline : set.baselines()) {
      boolean lesions = result.scores().lesions().images() > 0;
      if (lesions && results.containsKey(baseline) && !baseline.equals(method.key())) {
        differences.put(
            baseline, result.scores().diceOfLesionsAgainst(results.get(baseline).scores()));
      }
    }
    return differences;
  }
}
