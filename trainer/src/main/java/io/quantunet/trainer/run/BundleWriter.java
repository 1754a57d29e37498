package io.quantunet.trainer.run;

import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ManifestInfo;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.proto.BundleFile;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.net.IntegerExport;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.run.recipe.NetPart;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Exports a net as a bundle that proves itself: with golden vectors of the reference engine. */
final class BundleWriter {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /** Hexadecimal digits of the recipe's digest that are enough to tell recipes apart. */
  private static final int DIGEST_SHOWN = 16;

  private final TrainingSettings settings;
  private final DataSet data;
  private final InstantSource clock;

  BundleWriter(TrainingSettings settings, DataSet data, InstantSource clock) {
    this.settings = settings;
    this.data = data;
    this.clock = clock;
  }

  /** Writes the bundle, whole or not at all. */
  void write(Path file, UNet net, Validation validation, int epoch) throws IOException {
    QuantizedModel model = IntegerExport.of(net);
    Instant now = clock.instant();
    ManifestInfo manifest =
        new ManifestInfo(
            String.format(Locale.ROOT, "quantunet-w%d-%s", model.width(), STAMP.format(now)),
            now,
            grid().gridWidth(),
            grid().gridHeight(),
            metrics(validation),
            provenance(epoch));
    byte[] bundle =
        BundleFile.encode(
            ModelBundles.write(
                model,
                manifest,
                GoldenVectors.record(
                    model, GoldenFrames.of(grid().gridWidth(), grid().gridHeight()))));
    AtomicFile.write(file, out -> out.write(bundle));
  }

  private static Map<String, Double> metrics(Validation validation) {
    Map<String, Double> metrics = validation.all().metrics("val_");
    validation
        .byFolder()
        .forEach(
            (folder, scores) -> {
              if (scores.lesionImages() > 0) {
                metrics.put("val_dice_lesion_mean_" + folder, scores.diceLesionMean());
              }
            });
    return metrics;
  }

  private String provenance(int epoch) {
    String folders =
        data.train().stream()
            .collect(Collectors.groupingBy(Sample::folder, Collectors.counting()))
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + " (" + entry.getValue() + " images)")
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "trained on %s; epoch %d of %d; %s%s",
        folders,
        epoch,
        settings.recipe().schedule().epochs(),
        fingerprint(),
        settings.parent().map(BundleWriter::parentage).orElse(""));
  }

  private NetPart grid() {
    return settings.recipe().net();
  }

  private String fingerprint() {
    Recipe recipe = settings.recipe();
    return recipe.summary() + ", recipe sha256 " + recipe.digest().substring(0, DIGEST_SHOWN);
  }

  private static String parentage(LoadedModel parent) {
    return "; fine-tuned from " + parent.manifest().modelId();
  }
}
