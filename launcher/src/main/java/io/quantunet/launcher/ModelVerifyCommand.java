package io.quantunet.launcher;

import io.quantunet.proto.DecodeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quantunet model verify}: proves an engine, code for code. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a bundle's golden vectors, a folder of independent vectors, or random layers and nets",
      "against the reference, on an engine. 0 differing codes is the only passing result."
    })
final class ModelVerifyCommand implements Callable<Integer> {

  @Mixin private ModelOption model;
  @Mixin private EngineOption engine;
  @ArgGroup private Cases cases = new Cases();

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "of the first random case; the next ones have the next seeds (default: 1)")
  private long seed;

  @Mixin private JsonOption json;

  /** Instead of the bundle's own vectors: one or the other. */
  private static final class Cases {
    @Option(
        names = "--vectors",
        paramLabel = "DIR",
        description = "independent vectors (*.json.gz) instead of the bundle's own")
    private Optional<Path> vectors = Optional.empty();

    @Option(
        names = "--random",
        paramLabel = "CODES",
        description = "random cases until at least so many codes were compared")
    private Optional<Long> random = Optional.empty();
  }

  @Override
  public Integer call() throws IOException, DecodeException {
    Proof proof = prove();
    proof.lines().forEach(System.out::println);
    json.write(proof.report());
    return proof.passed() ? 0 : 1;
  }

  private Proof prove() throws IOException, DecodeException {
    if (cases.random.isPresent()) {
      long codes = cases.random.get();
      if (codes < 1) {
        throw new CommandFailure("--random " + codes + ": compare at least one code");
      }
      return Proof.random(engine.kind(), codes, seed, done -> showProgress(done, codes));
    }
    return cases.vectors.isPresent()
        ? Proof.vectors(engine.kind(), cases.vectors.get())
        : Proof.golden(engine.kind(), model.model());
  }

  /** A line that is written over, and left when all is done; on a terminal only. */
  private static void showProgress(long done, long codes) {
    if (System.console() != null) {
      System.err.printf("\r%.1f %% compared", 100.0 * Math.min(done, codes) / codes);
      if (done >= codes) {
        System.err.println();
      }
    }
  }
}
