package io.quantunet.bench;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.ManifestInfo;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.onnx.QdqExport;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.proto.BundleFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures every engine on a seeded random net, and ONNX Runtime on the same net, in the same
 * processes and in turn.
 */
public final class EngineBenchmark {

  /** Sides of the frames, pixels: the paper's. */
  public static final int SIDE = 128;

  private static final BitWidth WEIGHTS = new BitWidth(4);
  private static final BitWidth ACTIVATIONS = new BitWidth(6);
  private static final long SEED = 1;

  /**
   * How to measure.
   *
   * @param width channels of the net's first stage
   * @param threads workers of each contender that compute side by side
   * @param forks fresh JVMs
   * @param warmUpSeconds in each fork, before anything counts
   * @param seconds in each fork, time that counts
   */
  public record Settings(int width, int threads, int forks, double warmUpSeconds, double seconds) {

    /**
     * @throws IllegalArgumentException if a number is not positive
     */
    public Settings {
      if (width < 1 || threads < 1 || forks < 1 || warmUpSeconds <= 0 || seconds <= 0) {
        throw new IllegalArgumentException(
            "width, threads, forks and times must be positive, were %d, %d, %d, %s s, %s s"
                .formatted(width, threads, forks, warmUpSeconds, seconds));
      }
    }
  }

  private EngineBenchmark() {}

  /** The net that is measured: 4-bit weights, 6-bit activations. */
  public static QuantizedModel net(int width) {
    return RandomModels.uniform(width, WEIGHTS, ACTIVATIONS, SEED);
  }

  /**
   * Measures.
   *
   * @param peerClassPath where ONNX Runtime's jar is; empty leaves it out
   * @return figures by key, units in the keys
   * @throws IOException if a process cannot be started, or fails; says with what
   */
  public static Map<String, Object> run(Settings settings, Optional<String> peerClassPath)
      throws IOException {
    Path folder = Files.createTempDirectory("quantunet-bench");
    try {
      Path model = folder.resolve("model.qun");
      Path peerModel = folder.resolve("peer.onnx");
      QuantizedModel net = net(settings.width());
      write(net, model);
      Files.write(peerModel, QdqExport.bytes(net, SIDE, SIDE));
      List<ForkResult> forks = new ArrayList<>();
      for (int i = 0; i < settings.forks(); i++) {
        ForkTask task =
            new ForkTask(
                model.toString(),
                peerClassPath.isPresent() ? peerModel.toString() : "",
                SIDE,
                settings.threads(),
                settings.warmUpSeconds(),
                settings.seconds(),
                i == 0);
        forks.add(fork(task, folder, peerClassPath));
      }
      return EngineReport.of(settings, Cpu.detect(), forks);
    } finally {
      deleteAll(folder);
    }
  }

  private static void write(QuantizedModel net, Path file) throws IOException {
    ManifestInfo manifest =
        new ManifestInfo(
            "random-w" + net.width(), Instant.EPOCH, SIDE, SIDE, Map.of(), "random, for timing");
    BundleFile.write(file, ModelBundles.write(net, manifest, List.of()));
  }

  private static ForkResult fork(ForkTask task, Path folder, Optional<String> peerClassPath)
      throws IOException {
    File order = folder.resolve("task.json").toFile();
    File result = folder.resolve("result.json").toFile();
    EngineFork.MAPPER.writeValue(order, task);
    String classPath = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + folder, // ONNX Runtime leaves its libraries there
                "-cp",
                peerClassPath.map(peer -> classPath + File.pathSeparator + peer).orElse(classPath),
                EngineFork.class.getName(),
                order.toString(),
                result.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException("a measuring process ended with code " + code + "; see above");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while measuring", e);
    }
    return EngineFork.MAPPER.readValue(result, ForkResult.class);
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
