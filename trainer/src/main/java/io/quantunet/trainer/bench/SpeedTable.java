package io.quantunet.trainer.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.trainer.net.Precision;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a benchmark of training found. An epoch's time is that of its steps at the fastest one. */
public final class SpeedTable {

  private static final int THREADS = 1;
  private static final double ROUNDING = 1000;

  private final BenchmarkSettings settings;
  private final Map<Precision, StepTimes> ours;
  private final Optional<Torch> torch;
  private final OptionalLong peakMebibytes;

  /**
   * PyTorch's part.
   *
   * @param version of PyTorch
   */
  record Torch(String version, Map<Precision, StepTimes> times) {}

  SpeedTable(
      BenchmarkSettings settings,
      Map<Precision, StepTimes> ours,
      Optional<Torch> torch,
      OptionalLong peakMebibytes) {
    this.settings = settings;
    this.ours = ours;
    this.torch = torch;
    this.peakMebibytes = peakMebibytes;
  }

  /**
   * As JSON: {@code width, batch, threads, images, float32_s_per_epoch, bfloat16_s_per_epoch}
   * (absent where the CPU has no bfloat16), the same with {@code _median_}, {@code peak_rss_mib}
   * (absent off Linux); with PyTorch {@code torch}, {@code torch_float32_s_per_epoch, ...}, and
   * {@code float32_ratio, bfloat16_ratio}: our epoch over PyTorch's.
   */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("width", settings.width());
    json.put("batch", settings.batch());
    json.put("threads", THREADS);
    json.put("images", settings.images());
    json.put("steps", settings.steps());
    putEpochs(json, "", ours);
    torch.ifPresent(
        peer -> {
          json.put("torch", peer.version());
          putEpochs(json, "torch_", peer.times());
          ours.forEach(
              (precision, times) ->
                  json.put(precision.label() + "_ratio", rounded(ratio(precision, peer))));
        });
    peakMebibytes.ifPresent(peak -> json.put("peak_rss_mib", peak));
    return json;
  }

  /** As a table for people. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(
        line(
            "width %d, batch %d, %d images, one thread",
            settings.width(), settings.batch(), settings.images()));
    text.append(
        line("seconds per epoch, by the fastest (by the median) of %d steps", settings.steps()));
    ours.forEach((precision, times) -> text.append(line("%s", row(precision, times))));
    peakMebibytes.ifPresent(peak -> text.append(line("peak memory %d MiB", peak)));
    return text.toString();
  }

  private String row(Precision precision, StepTimes times) {
    String row = String.format(Locale.ROOT, "%-8s ours %s", precision.label(), epochs(times));
    return torch
        .map(
            peer ->
                String.format(
                    Locale.ROOT,
                    "%s, PyTorch %s %s, ratio %.2f",
                    row,
                    peer.version(),
                    epochs(peer.times().get(precision)),
                    ratio(precision, peer)))
        .orElse(row);
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + System.lineSeparator();
  }

  private void putEpochs(ObjectNode json, String prefix, Map<Precision, StepTimes> times) {
    times.forEach(
        (precision, steps) -> {
          String name = prefix + precision.label();
          json.put(name + "_s_per_epoch", rounded(epoch(steps.minimum())));
          json.put(name + "_median_s_per_epoch", rounded(epoch(steps.median())));
        });
  }

  private String epochs(StepTimes times) {
    return String.format(
        Locale.ROOT, "%.1f s (%.1f s)", epoch(times.minimum()), epoch(times.median()));
  }

  private double epoch(double stepSeconds) {
    return stepSeconds * settings.images() / settings.batch();
  }

  private double ratio(Precision precision, Torch peer) {
    return ours.get(precision).minimum() / peer.times().get(precision).minimum();
  }

  private static double rounded(double value) {
    return Math.round(value * ROUNDING) / ROUNDING;
  }
}
