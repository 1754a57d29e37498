package io.quantunet.driver;

import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.Logits;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.proto.GreyImage;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Reference engines that fail, or wait, on certain frames. */
final class ScriptedEngines implements EngineFactory {

  /** Fails whenever it is computed. */
  static final GreyImage POISON = flat(200);

  /** Fails the first time only. */
  static final GreyImage FLAKY = flat(201);

  /** Is not computed before {@link #release}. */
  static final GreyImage WAITING = flat(202);

  /** Is computed. */
  static final GreyImage PLAIN = flat(90);

  final AtomicInteger created = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final AtomicBoolean broken = new AtomicBoolean();
  private final BlockingQueue<Boolean> waiting = new LinkedBlockingQueue<>();
  final Queue<Integer> batches = new ConcurrentLinkedQueue<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicBoolean flakyFailed = new AtomicBoolean();
  private final AtomicBoolean creationHeld = new AtomicBoolean();

  private static GreyImage flat(int grey) {
    byte[] pixels = new byte[TestBundles.GRID * TestBundles.GRID];
    Arrays.fill(pixels, (byte) grey);
    return new GreyImage(TestBundles.GRID, TestBundles.GRID, pixels);
  }

  /** Returns once an engine waits. */
  void awaitWaiting() throws InterruptedException {
    if (waiting.poll(10, TimeUnit.SECONDS) == null) {
      throw new AssertionError("no engine has begun to wait");
    }
  }

  /** No engine is created before {@link #release}. */
  void holdCreation() {
    creationHeld.set(true);
  }

  /** Lets every engine that waits, or would wait, be created and compute. */
  void release() {
    gate.countDown();
  }

  @Override
  public InferenceEngine create(QuantizedModel model) {
    if (broken.get()) {
      throw new EngineException("engine scripted: the board is gone");
    }
    if (creationHeld.get()) {
      awaitGate();
    }
    created.incrementAndGet();
    return new Engine(Engines.create(EngineKind.REFERENCE, model));
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new EngineException("interrupted", e);
    }
  }

  private final class Engine implements InferenceEngine {

    private final InferenceEngine reference;

    Engine(InferenceEngine reference) {
      this.reference = reference;
    }

    @Override
    public EngineKind kind() {
      return reference.kind();
    }

    @Override
    public Logits infer(byte[] codes, int width, int height, LayerObserver observer) {
      if (Arrays.equals(codes, POISON.pixels())) {
        throw new EngineException("poisoned");
      }
      if (Arrays.equals(codes, FLAKY.pixels()) && flakyFailed.compareAndSet(false, true)) {
        throw new IllegalStateException("a bad moment");
      }
      if (Arrays.equals(codes, WAITING.pixels())) {
        waiting.add(true);
        awaitGate();
      }
      return reference.infer(codes, width, height, observer);
    }

    @Override
    public void infer(byte[] codes, int frames, int width, int height, int[] logits) {
      reference.infer(codes, frames, width, height, logits);
    }

    @Override
    public List<Logits> infer(List<byte[]> frames, int width, int height) {
      batches.add(frames.size());
      return frames.stream().map(codes -> infer(codes, width, height)).toList();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      reference.close();
    }
  }
}
