package io.quantunet.bench;

import ai.onnxruntime.OrtException;
import io.quantunet.bench.Alternation.Runner;
import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.onednn.OneDnnEngine;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.proto.DecodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Measures the engines and the peer on one model within this process. */
final class EngineMeasurement implements AutoCloseable {

  /** What else runs on a CPU; the accelerator has a benchmark of its own. */
  private static final List<EngineKind> SLOW_ENGINES =
      List.of(EngineKind.REFERENCE, EngineKind.JAVA);

  private static final int SLOW_FRAMES = 20;
  private static final Duration SLOW_LIMIT = Duration.ofSeconds(4);

  private final ForkTask task;
  private final Frames frames;
  private final QuantizedModel model;
  private final double loadMs;
  private final double workerKib;
  private final EngineContender onednn;
  private final Optional<OnnxRuntimeContender> peer;
  private final Map<String, Double> slow = new LinkedHashMap<>();
  private final Map<String, String> unavailable = new LinkedHashMap<>();
  private long differingLogits = 0;

  /** Loads the model first of all: this is measured, too. */
  EngineMeasurement(ForkTask task) throws IOException, DecodeException, OrtException {
    this.task = task;
    this.frames = Frames.noise(task.side(), task.side(), 1);
    long start = System.nanoTime();
    this.model = ModelBundles.read(Path.of(task.model())).model();
    this.onednn =
        new EngineContender(
            EngineKind.ONEDNN, model, frames, Math.max(Runners.PAIR, task.threads()));
    onednn.frame(0);
    this.loadMs = (System.nanoTime() - start) / 1e6;
    long before = Resources.residentKib();
    onednn.frame(1);
    this.workerKib = Resources.residentKib() - before;
    IntStream.range(2, task.threads()).forEach(onednn::frame);
    this.peer =
        task.peerModel().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new OnnxRuntimeContender(
                    Files.readAllBytes(Path.of(task.peerModel())), frames, task.threads()));
  }

  ForkResult run() throws OrtException {
    if (task.slowEngines()) {
      SLOW_ENGINES.forEach(this::measureSlowly);
    }
    List<List<Double>> rounds = alternate();
    LayerProfile profile = LayerProfile.of(model, frames);
    long heapBytes = Resources.allocatedBytes(() -> onednn.frame(0));
    return new ForkResult(
        OneDnnEngine.instructionSet(),
        peer.map(OnnxRuntimeContender::version).orElse(""),
        rounds,
        slow,
        unavailable,
        loadMs,
        workerKib,
        heapBytes,
        profile.wholeMs(),
        profile.convolutionsMs(),
        differingLogits,
        peer.isPresent() ? peerDifferences(peer.get()) : 0);
  }

  @Override
  public void close() {
    onednn.close();
    peer.ifPresent(OnnxRuntimeContender::close);
  }

  private List<List<Double>> alternate() {
    List<Runner> runners = Runners.of(onednn, peer, task.threads());
    try (Alternation alternation = new Alternation()) {
      return alternation.measure(
          runners, ofSeconds(task.warmUpSeconds()), ofSeconds(task.seconds()));
    }
  }

  /** The fastest of a few frames: an engine of seconds per frame needs no percentiles. */
  private void measureSlowly(EngineKind kind) {
    try (EngineContender contender = new EngineContender(kind, model, frames, 1)) {
      contender.warmUp();
      long end = System.nanoTime() + SLOW_LIMIT.toNanos();
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < SLOW_FRAMES && (i == 0 || System.nanoTime() < end); i++) {
        long start = System.nanoTime();
        contender.frame(0);
        best = Math.min(best, (System.nanoTime() - start) / 1e6);
      }
      slow.put(kind.label(), best);
      differingLogits += differences(contender.logits(0), onednn.logits(0));
    } catch (EngineException e) {
      unavailable.put(kind.label(), e.getMessage());
    }
  }

  private long peerDifferences(OnnxRuntimeContender contender) throws OrtException {
    int exponent = model.layers().get(model.layers().size() - 1).input().exponent();
    int weight = model.layers().get(model.layers().size() - 1).weightExponents()[0];
    float[] values = contender.logits();
    int[] codes = new int[values.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (int) Math.rint(Math.scalb((double) values[i], exponent + weight));
    }
    return differences(codes, onednn.logits(0));
  }

  private static long differences(int[] some, int[] others) {
    return IntStream.range(0, some.length).filter(i -> some[i] != others[i]).count();
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
