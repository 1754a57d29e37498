package io.quantunet.bench;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.engine.onednn.OneDnnEngine;
import io.quantunet.driver.model.ActivationFormat;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LayerKind;
import io.quantunet.driver.model.QuantizedModel;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A layer profile in words. */
final class ProfileTable {

  private static final int PEAK_CHANNELS = 512;
  private static final int PEAK_SIDE = 16;
  private static final int PEAK_FRAMES = 30;

  private final LayerProfile profile;
  private final Map<String, Long> multiplications;
  private final double peak;

  ProfileTable(QuantizedModel model, LayerProfile profile) {
    this.profile = profile;
    Graph graph = Graph.of(model);
    this.multiplications =
        graph.layers().stream()
            .collect(
                Collectors.toMap(
                    Layer::name,
                    layer -> graph.macs(layer, EngineBenchmark.SIDE, EngineBenchmark.SIDE)));
    this.peak = peak();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    double sum = profile.parts().stream().mapToLong(StepTime::nanos).sum() / 1e6;
    text.append(
        "oneDNN on %s; peak of one large convolution %.0f GMAC/s%n"
            .formatted(OneDnnEngine.instructionSet(), peak));
    text.append(
        "%-18s %-15s %9s %6s %8s %8s  %s%n"
            .formatted("step", "work", "ms", "share", "GMAC/s", "of peak", "by"));
    for (StepTime part : profile.parts()) {
      text.append(line(part, sum));
    }
    text.append(
        "whole frame %.3f ms; its bare convolutions %.3f ms; ratio %.2f%n"
            .formatted(
                profile.wholeMs(),
                profile.convolutionsMs(),
                profile.wholeMs() / profile.convolutionsMs()));
    return text.toString();
  }

  private String line(StepTime part, double sum) {
    double ms = part.nanos() / 1e6;
    String speed = "";
    String ofPeak = "";
    if (part.work().equals(StepTime.CONVOLUTION)) {
      double gmacs = multiplications.get(part.step()) / 1e6 / ms;
      speed = String.format(Locale.ROOT, "%.0f", gmacs);
      ofPeak = String.format(Locale.ROOT, "%.0f %%", 100 * gmacs / peak);
    }
    return String.format(
        Locale.ROOT,
        "%-18s %-15s %9.3f %4.1f %% %8s %8s  %s%n",
        part.step(),
        part.work(),
        ms,
        100 * ms / sum,
        speed,
        ofPeak,
        part.by());
  }

  /** Billions of multiply-accumulates per second of one large 3x3 convolution on one thread. */
  private static double peak() {
    Layer large =
        new Layer(
            "peak",
            LayerKind.CONV_3X3,
            PEAK_CHANNELS,
            PEAK_CHANNELS,
            ActivationFormat.of(6, 0),
            new BitWidth(4),
            new byte[PEAK_CHANNELS * LayerKind.CONV_3X3.taps() * PEAK_CHANNELS],
            new int[PEAK_CHANNELS],
            new int[PEAK_CHANNELS],
            Optional.of(ActivationFormat.of(6, 0)));
    Graph graph = Graph.of(large);
    try (GraphExecutor engine = Engines.executor(EngineKind.ONEDNN, graph)) {
      byte[] codes = new byte[PEAK_SIDE * PEAK_SIDE * PEAK_CHANNELS];
      long best = Long.MAX_VALUE;
      for (int i = 0; i < PEAK_FRAMES; i++) {
        for (StepTime part : engine.time(codes, PEAK_SIDE, PEAK_SIDE)) {
          if (part.work().equals(StepTime.CONVOLUTION)) {
            best = Math.min(best, part.nanos());
          }
        }
      }
      return graph.macs(large, PEAK_SIDE, PEAK_SIDE) / (double) best;
    }
  }
}
