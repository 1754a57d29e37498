package io.quantunet.launcher;

import io.quantunet.bench.EngineBenchmark;
import io.quantunet.bench.LayerProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quantunet bench engine}: the engines beside ONNX Runtime. */
@Command(
    name = "engine",
    mixinStandardHelpOptions = true,
    description = {
      "Measures every engine, and ONNX Runtime's int8 on the same net, frame against frame:",
      "a seeded random net with 4-bit weights and 6-bit activations, frames of 128 x 128.",
      "Times are medians per frame; a ratio is the median of the ratios within each round."
    })
final class BenchEngineCommand implements Callable<Integer> {

  private static final String PEER_CLASS_PATH = "bench/target/peer-classpath";

  @Option(
      names = "--width",
      paramLabel = "W",
      defaultValue = "16",
      description = "channels of the first stage; 64 is the full size (default: ${DEFAULT-VALUE})")
  private int width;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "frames computed side by side, each on one thread (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "2",
      description = "fresh processes (default: ${DEFAULT-VALUE})")
  private int forks;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "in each process, before anything counts (default: ${DEFAULT-VALUE})")
  private double warmUpSeconds;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "6",
      description = "in each process, time that counts (default: ${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--profile",
      description = "where the time of one frame goes, layer by layer, instead")
  private boolean profile;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    if (profile) {
      System.out.print(LayerProfile.table(EngineBenchmark.net(width)));
      return 0;
    }
    Map<String, Object> report =
        EngineBenchmark.run(
            new EngineBenchmark.Settings(width, threads, forks, warmUpSeconds, seconds),
            peerClassPath());
    report.forEach((key, value) -> System.out.printf("%-26s %s%n", key, value));
    json.write(report);
    return 0;
  }

  private static Optional<String> peerClassPath() throws IOException {
    Path file = Path.of(System.getProperty("quantunet.home", "")).resolve(PEER_CLASS_PATH);
    if (!Files.isRegularFile(file)) {
      System.err.println("quantunet: " + file + ": not there; measured without ONNX Runtime");
      return Optional.empty();
    }
    return Optional.of(Files.readString(file).strip());
  }
}
