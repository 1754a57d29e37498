package io.quantunet.launcher;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.onednn.OneDnnEngine;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.verify.RandomVerification;
import io.quantunet.driver.verify.VectorVerification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * What came of proving an engine.
 *
 * @param passed whether no code differs
 * @param lines for people
 * @param report for {@code --json}: keys in order
 */
record Proof(boolean passed, List<String> lines, Map<String, Object> report) {

  /** By the vectors that a bundle carries. */
  static Proof golden(EngineKind engine, LoadedModel model) {
    List<String> differing =
        verdict(engine, model) instanceof GoldenVectors.Verdict.Differs differs
            ? List.of("vector " + differs.vector() + ", " + differs.layer())
            : List.of();
    String line =
        "%s on %s: %d golden vectors, %s"
            .formatted(
                model.manifest().modelId(),
                engine.label(),
                model.goldenVectors().size(),
                differing.isEmpty() ? "all reproduced" : "DIFFERS at " + differing.get(0));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("engine", engine.label());
    report.put("model_id", model.manifest().modelId());
    report.put("cases", model.goldenVectors().size());
    report.put("differs_at", differing);
    return new Proof(differing.isEmpty(), List.of(line), report);
  }

  private static GoldenVectors.Verdict verdict(EngineKind kind, LoadedModel loaded) {
    try (InferenceEngine running = Engines.create(kind, loaded.model())) {
      return GoldenVectors.verify(running, loaded.goldenVectors());
    }
  }

  /**
   * By a folder of independent vectors.
   *
   * @throws IOException if it has none, or one cannot be read
   */
  static Proof vectors(EngineKind engine, Path folder) throws IOException {
    VectorVerification.Report found = VectorVerification.run(folder, engine);
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d cases on %s: %d of %d codes differ"
            .formatted(found.cases(), engine.label(), found.differingCodes(), found.compared()));
    for (VectorVerification.Failure failure : found.failures()) {
      lines.add(
          "  %s: %d differ, first at %s"
              .formatted(failure.file(), failure.differingCodes(), failure.where()));
    }
    Map<String, List<String>> notRun =
        found.notRun().stream()
            .collect(
                Collectors.groupingBy(
                    VectorVerification.NotRun::reason,
                    TreeMap::new,
                    Collectors.mapping(VectorVerification.NotRun::file, Collectors.toList())));
    notRun.forEach(
        (reason, files) ->
            lines.add("  not run, %s: %s".formatted(reason, String.join(", ", files))));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("engine", engine.label());
    report.put("cases", found.cases());
    report.put("compared_codes", found.compared());
    report.put("differing_codes", found.differingCodes());
    report.put(
        "failed_cases", found.failures().stream().map(VectorVerification.Failure::file).toList());
    report.put("not_run", notRun);
    return new Proof(found.passed(), lines, report);
  }

  /**
   * By random layers and nets, against the reference.
   *
   * @param codes least number of codes to compare, positive
   * @param progress hears how many were compared
   */
  static Proof random(EngineKind engine, long codes, long seed, LongConsumer progress) {
    RandomVerification.Report found = RandomVerification.run(engine, codes, seed, progress);
    List<String> differing =
        found.firstDifference().stream()
            .map(first -> "seed %d: %s".formatted(first.seed(), first.what()))
            .toList();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d random cases on %s: %d of %d codes differ"
            .formatted(found.cases(), engine.label(), found.differing(), found.compared()));
    differing.forEach(first -> lines.add("  first at " + first));
    found
        .notRun()
        .forEach((reason, cases) -> lines.add("  %d not run: %s".formatted(cases, reason)));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("engine", engine.label());
    if (engine == EngineKind.ONEDNN) {
      report.put("isa", OneDnnEngine.instructionSet());
    }
    report.put("seed", seed);
    report.put("cases", found.cases());
    report.put("compared_codes", found.compared());
    report.put("differing_codes", found.differing());
    report.put("differs_at", differing);
    report.put("not_run", found.notRun());
    report.put("elapsed_s", found.elapsed().toSeconds());
    return new Proof(found.passed(), lines, report);
  }
}
