package io.quantunet.launcher;

import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --model FILE}, by default the bundle that is shipped. */
final class ModelOption {

  private static final String SHIPPED = "models/quantunet-w16.qun";
  private static final String SMALL = "models/quantunet-w4.qun";

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "model bundle (default: the shipped " + SHIPPED + ")")
  private Optional<Path> file = Optional.empty();

  /**
   * The bundle that was named on the command line.
   *
   * @throws CommandFailure if there is no such file
   */
  Optional<Path> given() {
    return file.map(named -> file());
  }

  /**
   * The bundle's file.
   *
   * @throws CommandFailure if there is none
   */
  Path file() {
    Path path = file.orElseGet(ModelOption::shipped);
    if (!Files.isRegularFile(path)) {
      throw new CommandFailure(path + ": no such model bundle; name one with --model FILE");
    }
    return path;
  }

  /** The bundle as it stands. */
  BundleFile bundle() throws IOException, DecodeException {
    return BundleFile.read(file());
  }

  /** The model in the bundle. */
  LoadedModel model() throws IOException, DecodeException {
    return ModelBundles.read(file());
  }

  /** The bundle that a simulation of the accelerator computes in a moment: width 4, 64 x 64. */
  static Path small() {
    return home().resolve(SMALL);
  }

  private static Path shipped() {
    return home().resolve(SHIPPED);
  }

  private static Path home() {
    return Path.of(System.getProperty("quantunet.home", ""));
  }
}
