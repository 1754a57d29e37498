package io.quantunet.driver.verify;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.UnsupportedGraphException;
import io.quantunet.driver.engine.graph.GraphExecutor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs a folder of independent vectors on an engine. */
public final class VectorVerification {

  private VectorVerification() {}

  /**
   * What came of it. An engine passes if nothing differs.
   *
   * @param engine the engine
   * @param cases vectors that were run
   * @param compared codes, logits and mask pixels that were compared
   * @param differingCodes how many of them differ
   * @param failures the vectors with differences
   * @param notRun the vectors that the engine has no way to compute
   */
  public record Report(
      EngineKind engine,
      int cases,
      long compared,
      long differingCodes,
      List<Failure> failures,
      List<NotRun> notRun) {

    /** Copies the lists. */
    public Report {
      failures = List.copyOf(failures);
      notRun = List.copyOf(notRun);
    }

    /** Whether every code is right. */
    public boolean passed() {
      return differingCodes == 0;
    }
  }

  /**
   * A vector with differences.
   *
   * @param file the file's name
   * @param differingCodes how many values differ
   * @param where the first place: a layer's name, {@code result} or {@code mask}
   */
  public record Failure(String file, long differingCodes, String where) {}

  /**
   * A vector that the engine cannot compute.
   *
   * @param file the file's name
   * @param reason why
   */
  public record NotRun(String file, String reason) {}

  /**
   * Runs every {@code *.json.gz} of a folder.
   *
   * @throws IOException if the folder has no vectors, or one cannot be read; names the file
   * @throws io.quantunet.driver.engine.EngineException if there is no such engine on this machine
   */
  public static Report run(Path folder, EngineKind engine) throws IOException {
    List<Failure> failures = new ArrayList<>();
    List<NotRun> notRun = new ArrayList<>();
    long compared = 0;
    List<Path> files = files(folder);
    for (Path file : files) {
      String name = file.getFileName().toString();
      try {
        Comparison comparison = run(CaseReader.read(file), engine);
        compared += comparison.compared();
        if (comparison.differing() > 0) {
          failures.add(new Failure(name, comparison.differing(), comparison.firstDifference()));
        }
      } catch (UnsupportedGraphException e) {
        notRun.add(new NotRun(name, e.reason()));
      }
    }
    long differing = failures.stream().mapToLong(Failure::differingCodes).sum();
    return new Report(engine, files.size() - notRun.size(), compared, differing, failures, notRun);
  }

  private static Comparison run(Case vector, EngineKind engine) {
    Comparison comparison = new Comparison();
    try (GraphExecutor executor = Engines.executor(engine, vector.graph())) {
      int[] result =
          executor.run(
              vector.input(),
              vector.width(),
              vector.height(),
              (layer, codes, width, height) ->
                  vector
                      .output(layer.name())
                      .ifPresent(expected -> comparison.codes(layer.name(), expected, codes)));
      comparison.values("result", vector.result(), result);
      vector.mask().ifPresent(mask -> comparison.mask(mask, result));
    }
    return comparison;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "no folder of vectors");
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.json.gz")) {
      found.forEach(files::add);
    }
    if (files.isEmpty()) {
      throw new NoSuchFileException(folder.toString(), null, "no vectors (*.json.gz) in it");
    }
    Collections.sort(files);
    return files;
  }
}
