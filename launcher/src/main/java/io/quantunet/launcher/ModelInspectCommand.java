package io.quantunet.launcher;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ManifestInfo;
import io.quantunet.proto.DecodeException;
import java.io.IOException;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quantunet model inspect}: what is in a bundle. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Shows a bundle's manifest and its layers.")
final class ModelInspectCommand implements Callable<Integer> {

  @Mixin private ModelOption model;

  @Override
  public Integer call() throws IOException, DecodeException {
    LoadedModel loaded = model.model();
    ManifestInfo manifest = loaded.manifest();
    System.out.printf("model       %s%n", manifest.modelId());
    System.out.printf("sha256      %s%n", loaded.sha256Hex());
    System.out.printf("created     %s%n", manifest.created());
    System.out.printf("grid        %d x %d%n", manifest.gridWidth(), manifest.gridHeight());
    System.out.printf(Locale.ROOT, "mean width  %.2f bits%n", loaded.model().averageBits());
    System.out.printf("golden      %d vectors%n", loaded.goldenVectors().size());
    System.out.printf("provenance  %s%n", manifest.provenance());
    new TreeMap<>(manifest.metrics())
        .forEach((name, value) -> System.out.printf(Locale.ROOT, "%-27s %.4f%n", name, value));
    System.out.printf(
        "%n%-18s %-11s %11s %5s %6s %9s %12s%n",
        "layer", "kind", "channels", "bits", "out", "exponent", "bound");
    loaded.model().layers().forEach(ModelInspectCommand::print);
    return 0;
  }

  private static void print(Layer layer) {
    System.out.printf(
        "%-18s %-11s %4d -> %4d %5d %6s %9s %12d%n",
        layer.name(),
        layer.kind().name().toLowerCase(Locale.ROOT),
        layer.inChannels(),
        layer.outChannels(),
        layer.weightWidth().bits(),
        layer.output().map(format -> format.width().bits() + " bits").orElse("int32"),
        layer.output().map(format -> String.valueOf(format.exponent())).orElse("-"),
        layer.accumulatorBound());
  }
}
