package io.quantunet.driver.verify;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.UnsupportedGraphException;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.reference.ReferenceEngine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Compares an engine with the reference on random trials, as long as one likes. */
public final class RandomVerification {

  private RandomVerification() {}

  /**
   * What came of it. An engine passes if nothing differs.
   *
   * @param cases trials that were run
   * @param compared codes and logits that were compared
   * @param differing how many of them differ
   * @param firstDifference the first trial that differs; empty if none does
   * @param notRun why the engine has no way to compute a trial, and how many there were
   * @param elapsed how long it took
   */
  public record Report(
      long cases,
      long compared,
      long differing,
      Optional<Difference> firstDifference,
      Map<String, Long> notRun,
      Duration elapsed) {

    /** Copies the map. */
    public Report {
      notRun = Map.copyOf(notRun);
    }

    /** Whether every code is right. */
    public boolean passed() {
      return differing == 0;
    }
  }

  /**
   * A trial that differs.
   *
   * @param seed makes the same trial the first one of another run
   * @param what the trial, and what differs in it
   */
  public record Difference(long seed, String what) {}

  /**
   * Runs trials until enough was compared.
   *
   * @param codes least number of codes to compare, positive
   * @param seed the first trial's; each further one's is one more
   * @param progress hears after each trial how many codes were compared
   * @throws io.quantunet.driver.engine.EngineException if there is no such engine on this machine
   */
  public static Report run(EngineKind kind, long codes, long seed, LongConsumer progress) {
    return run(graph -> Engines.executor(kind, graph), codes, seed, progress);
  }

  static Report run(
      Function<Graph, GraphExecutor> engine, long codes, long seed, LongConsumer progress) {
    long start = System.nanoTime();
    long cases = 0;
    long compared = 0;
    long differing = 0;
    Optional<Difference> first = Optional.empty();
    Map<String, Long> notRun = new TreeMap<>();
    for (long own = seed; compared < codes; own++) {
      try {
        Trial.Outcome outcome = RandomTrials.of(own).run(ReferenceEngine::new, engine);
        cases++;
        compared += outcome.compared();
        differing += outcome.differing();
        progress.accept(compared);
        if (first.isEmpty() && outcome.firstDifference().isPresent()) {
          first = Optional.of(new Difference(own, outcome.firstDifference().get()));
        }
      } catch (UnsupportedGraphException e) {
        notRun.merge(e.reason(), 1L, Long::sum);
      }
    }
    return new Report(
        cases, compared, differing, first, notRun, Duration.ofNanos(System.nanoTime() - start));
  }
}
