package io.quantunet.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Turns what the forks saw into figures under stable keys. */
final class EngineReport {

  private static final double KIB_PER_MIB = 1024;

  private EngineReport() {}

  static Map<String, Object> of(
      EngineBenchmark.Settings settings, Cpu cpu, List<ForkResult> forks) {
    ForkResult first = forks.get(0);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("width", settings.width());
    report.put("grid", EngineBenchmark.SIDE);
    report.put("threads", settings.threads());
    report.put("forks", settings.forks());
    report.put("rounds", rounds(forks).count());
    report.put("cpu", cpu.name());
    report.put("cores", cpu.cores());
    report.put("cpu_dot_products", cpu.dotProducts());
    report.put("isa", first.instructionSet());
    putMs(report, "onednn", forks, Runners.ONEDNN);
    if (!first.peerVersion().isEmpty()) {
      putPeer(report, cpu, forks);
    }
    first.slow().forEach((engine, ms) -> report.put(engine + "_ms", round(ms)));
    if (first.slow().containsKey("java") && first.slow().containsKey("reference")) {
      double times = first.slow().get("reference") / first.slow().get("java");
      report.put("java_times_reference", round(times));
    }
    report.put("unavailable", first.unavailable());
    report.put("workers_2_speedup", round(ratio(forks, Runners.ONEDNN_ONE, Runners.ONEDNN_PAIR)));
    report.put("whole_to_convolutions", round(wholeToConvolutions(forks)));
    report.put(
        "heap_bytes_per_frame", forks.stream().mapToLong(ForkResult::heapBytes).max().orElse(0));
    report.put(
        "rss_per_extra_worker_mib",
        round(forks.stream().mapToDouble(ForkResult::workerKib).max().orElse(0) / KIB_PER_MIB));
    report.put(
        "load_to_first_frame_ms",
        round(Sample.of(forks.stream().map(ForkResult::loadMs).toList()).median()));
    report.put("differing_logits", forks.stream().mapToLong(ForkResult::differingLogits).sum());
    return report;
  }

  private static void putPeer(Map<String, Object> report, Cpu cpu, List<ForkResult> forks) {
    ForkResult first = forks.get(0);
    putMs(report, "ort_int8", forks, Runners.PEER);
    report.put("ort_version", first.peerVersion());
    report.put("ort_isa", cpu.dotProducts());
    report.put("pairing", pairing(cpu, first.instructionSet()));
    report.put("ratio", round(ratio(forks, Runners.PEER, Runners.ONEDNN)));
    report.put(
        "ratio_of_minimums",
        round(sample(forks, Runners.PEER).min() / sample(forks, Runners.ONEDNN).min()));
    report.put("ort_differing_logits", first.peerDifferingLogits());
  }

  private static String pairing(Cpu cpu, String instructionSet) {
    String ours = Cpu.dotProductsOf(instructionSet);
    return ours.equals(cpu.dotProducts())
        ? "fair: both may use " + ours
        : "UNFAIR: ours is held to %s, ONNX Runtime may use %s".formatted(ours, cpu.dotProducts());
  }

  private static void putMs(
      Map<String, Object> report, String name, List<ForkResult> forks, int runner) {
    Sample sample = sample(forks, runner);
    report.put(name + "_ms", round(sample.median()));
    report.put(name + "_min_ms", round(sample.min()));
    report.put(name + "_p90_ms", round(sample.percentile(90)));
    report.put(name + "_p99_ms", round(sample.percentile(99)));
  }

  private static Sample sample(List<ForkResult> forks, int runner) {
    return Sample.of(rounds(forks).map(round -> round.get(runner)).toList());
  }

  /** Median over the rounds of one runner's time by the other's in the same round. */
  private static double ratio(List<ForkResult> forks, int slower, int faster) {
    return Sample.of(rounds(forks).map(round -> round.get(slower) / round.get(faster)).toList())
        .median();
  }

  private static double wholeToConvolutions(List<ForkResult> forks) {
    ForkResult fastest =
        forks.stream().min(Comparator.comparingDouble(ForkResult::wholeMs)).orElseThrow();
    return fastest.wholeMs() / fastest.convolutionsMs();
  }

  private static Stream<List<Double>> rounds(List<ForkResult> forks) {
    return forks.stream().flatMap(fork -> fork.rounds().stream());
  }

  /** Four significant digits. */
  private static double round(double value) {
    return new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_EVEN)).doubleValue();
  }
}
