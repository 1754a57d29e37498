package io.quantunet.launcher;

import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ManifestInfo;
import io.quantunet.proto.DecodeException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quantunet model inspect}: what is in a bundle. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Shows a bundle's manifest and its layers: channels, bits, exponents, the proven bound of the",
      "accumulators, packed bytes, multiply-accumulates per frame, and the share of a frame's time",
      "on this machine's oneDNN."
    })
final class ModelInspectCommand implements Callable<Integer> {

  @Mixin private ModelOption model;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException, DecodeException {
    LoadedModel loaded = model.model();
    List<LayerFacts> layers = LayerFacts.of(loaded);
    print(loaded);
    System.out.printf("%n%s%n", LayerFacts.HEADING);
    layers.forEach(layer -> System.out.println(layer.line()));
    System.out.printf(
        Locale.ROOT,
        "%n%d bytes of weights, %.2f million multiply-accumulates per frame%n",
        layers.stream().mapToLong(LayerFacts::packedBytes).sum(),
        layers.stream().mapToLong(LayerFacts::macs).sum() / 1e6);
    json.write(report(loaded, layers));
    return 0;
  }

  private static void print(LoadedModel loaded) {
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
  }

  private static Map<String, Object> report(LoadedModel loaded, List<LayerFacts> layers) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model_id", loaded.manifest().modelId());
    report.put("sha256", loaded.sha256Hex());
    report.put("average_bits", loaded.model().averageBits());
    report.put("grid_width", loaded.manifest().gridWidth());
    report.put("grid_height", loaded.manifest().gridHeight());
    report.put("metrics", new TreeMap<>(loaded.manifest().metrics()));
    report.put("layers", layers.stream().map(LayerFacts::keys).toList());
    return report;
  }
}
