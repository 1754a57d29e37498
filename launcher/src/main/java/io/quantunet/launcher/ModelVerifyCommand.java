package io.quantunet.launcher;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.verify.VectorVerification;
import io.quantunet.proto.DecodeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quantunet model verify}: proves an engine, code for code. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a bundle's golden vectors, or a folder of independent vectors, on an engine.",
      "0 differing codes is the only passing result."
    })
final class ModelVerifyCommand implements Callable<Integer> {

  @Mixin private ModelOption model;
  @Mixin private EngineOption engine;

  @Option(
      names = "--vectors",
      paramLabel = "DIR",
      description = "independent vectors (*.json.gz) instead of the bundle's own")
  private Optional<Path> vectors = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "write the report there")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws IOException, DecodeException {
    return vectors.isPresent() ? verifyVectors(vectors.get()) : verifyBundle();
  }

  private int verifyVectors(Path folder) throws IOException {
    VectorVerification.Report report = VectorVerification.run(folder, engine.kind());
    System.out.printf(
        "%d cases on %s: %d of %d codes differ%n",
        report.cases(), engine.kind().label(), report.differingCodes(), report.compared());
    for (VectorVerification.Failure failure : report.failures()) {
      System.out.printf(
          "  %s: %d differ, first at %s%n",
          failure.file(), failure.differingCodes(), failure.where());
    }
    if (json.isPresent()) {
      Map<String, Object> keys = new LinkedHashMap<>();
      keys.put("engine", engine.kind().label());
      keys.put("cases", report.cases());
      keys.put("compared_codes", report.compared());
      keys.put("differing_codes", report.differingCodes());
      keys.put(
          "failed_cases",
          report.failures().stream().map(VectorVerification.Failure::file).toList());
      JsonReport.write(json.get(), keys);
    }
    return report.passed() ? 0 : 1;
  }

  private int verifyBundle() throws IOException, DecodeException {
    LoadedModel loaded = model.model();
    GoldenVectors.Verdict verdict = verdict(engine.kind(), loaded);
    List<String> differing =
        verdict instanceof GoldenVectors.Verdict.Differs differs
            ? List.of("vector " + differs.vector() + ", " + differs.layer())
            : List.of();
    System.out.printf(
        "%s on %s: %d golden vectors, %s%n",
        loaded.manifest().modelId(),
        engine.kind().label(),
        loaded.goldenVectors().size(),
        differing.isEmpty() ? "all reproduced" : "DIFFERS at " + differing.get(0));
    if (json.isPresent()) {
      Map<String, Object> keys = new LinkedHashMap<>();
      keys.put("engine", engine.kind().label());
      keys.put("model_id", loaded.manifest().modelId());
      keys.put("cases", loaded.goldenVectors().size());
      keys.put("differs_at", differing);
      JsonReport.write(json.get(), keys);
    }
    return differing.isEmpty() ? 0 : 1;
  }

  private static GoldenVectors.Verdict verdict(EngineKind kind, LoadedModel loaded) {
    try (InferenceEngine running = Engines.create(kind, loaded.model())) {
      return GoldenVectors.verify(running, loaded.goldenVectors());
    }
  }
}
