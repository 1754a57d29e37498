package io.quantunet.driver.accelerator.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.functional.FunctionalDevice;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.verify.RandomModels;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A device that several engines share")
class SharedDeviceTest {

  private static final int SIDE = 16;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final DriverTimes PATIENT =
      new DriverTimes(Duration.ofHours(1), SOON, Duration.ofMillis(1), Duration.ofMillis(50), 0);

  private final FunctionalDevice card = new FunctionalDevice(Configuration.of("ci"));
  private final GatedDevice device = new GatedDevice(card);
  private final Graph graph = Graph.of(RandomModels.model(1, 8));
  private final Graph otherGraph = Graph.of(RandomModels.model(1, 9));
  private final ExecutorService workers = Executors.newCachedThreadPool();

  @AfterEach
  void endWorkers() {
    workers.shutdownNow();
  }

  @Test
  void isGivenOneEnginesFrameWhileItComputesAnothers() throws Exception {
    byte[] one = frame(1);
    byte[] other = frame(2);
    try (DeviceKeeper keeper = keeper(PATIENT);
        SupervisedExecutor first = executor(keeper, graph);
        SupervisedExecutor second = executor(keeper, graph)) {
      run(first, one); // places the net and proves it
      device.shut();

      CompletableFuture<int[]> a = CompletableFuture.supplyAsync(() -> run(first, one), workers);
      CompletableFuture<int[]> b = CompletableFuture.supplyAsync(() -> run(second, other), workers);
      assertThat(device.hasBeenGiven(2, SOON)).as("both frames are in flight").isTrue();
      device.open();

      assertThat(a.get(1, TimeUnit.MINUTES)).isEqualTo(right(graph, one));
      assertThat(b.get(1, TimeUnit.MINUTES)).isEqualTo(right(graph, other));
      assertThat(keeper.health().frames()).isEqualTo(3);
    }
  }

  @Test
  void computesForManyEnginesAtOnceWhateverTheirNets() throws Exception {
    try (DeviceKeeper keeper = keeper(PATIENT)) {
      CompletableFuture<?>[] all = new CompletableFuture<?>[6];
      for (int i = 0; i < all.length; i++) {
        Graph net = i % 2 == 0 ? graph : otherGraph;
        long seed = i;
        all[i] = CompletableFuture.runAsync(() -> computeMany(keeper, net, seed), workers);
      }
      CompletableFuture.allOf(all).get(5, TimeUnit.MINUTES);

      assertThat(keeper.health().frames()).isEqualTo(all.length * 8L * 3);
      assertThat(keeper.health().failures()).isZero();
    }
  }

  private void computeMany(DeviceKeeper keeper, Graph net, long seed) {
    byte[] frames = new byte[3 * SIDE * SIDE];
    Random random = new Random(seed);
    try (SupervisedExecutor engine = executor(keeper, net)) {
      for (int i = 0; i < 8; i++) {
        random.nextBytes(frames);
        int[] logits = new int[frames.length];
        engine.run(frames, 3, SIDE, SIDE, logits);
        assertThat(logits).isEqualTo(right(net, frames));
      }
    }
  }

  @Test
  void isNotWaitedForLongerThanTheOtherEngineNeeds() {
    byte[] codes = frame(3);
    Duration within = Duration.ofSeconds(3);
    try (DeviceKeeper keeper = keeper(PATIENT);
        SupervisedExecutor engine = executor(keeper, graph)) {
      run(engine, codes);
      device.shut(); // hangs, and the limit for a hanging frame is an hour

      long start = System.nanoTime();
      int[] logits = engine.within(within, () -> run(engine, codes));

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(within);
      assertThat(logits).isEqualTo(right(graph, codes));
      assertThat(engine.framesElsewhere()).isEqualTo(1);
    }
  }

  @Test
  void isFreeOfAFrameThatNobodyWaitedForOnceItHasComputedIt() {
    byte[] codes = frame(4);
    try (DeviceKeeper keeper = keeper(PATIENT);
        SupervisedExecutor engine = executor(keeper, graph)) {
      run(engine, codes);
      device.shut();
      engine.within(Duration.ofMillis(100), () -> run(engine, frame(5)));
      device.open();

      for (int i = 0; i < 4; i++) { // both slots, twice
        assertThat(run(engine, codes)).isEqualTo(right(graph, codes));
      }
      assertThat(engine.framesElsewhere()).isEqualTo(1);
      assertThat(keeper.health().failures()).isZero();
    }
  }

  @Test
  void losesNobodysFrameWhenOneOfThemFails() throws Exception {
    DriverTimes impatient =
        new DriverTimes(
            Duration.ofMillis(300), SOON, Duration.ofMillis(1), Duration.ofMillis(50), 0);
    byte[] one = frame(6);
    byte[] other = frame(7);
    try (DeviceKeeper keeper = keeper(impatient);
        SupervisedExecutor first = executor(keeper, graph);
        SupervisedExecutor second = executor(keeper, graph)) {
      run(first, one);
      device.shut(); // both hang; the reset of the one is the other's, too

      CompletableFuture<int[]> a = CompletableFuture.supplyAsync(() -> run(first, one), workers);
      CompletableFuture<int[]> b = CompletableFuture.supplyAsync(() -> run(second, other), workers);

      assertThat(a.get(1, TimeUnit.MINUTES)).isEqualTo(right(graph, one));
      assertThat(b.get(1, TimeUnit.MINUTES)).isEqualTo(right(graph, other));
      assertThat(keeper.health().resets()).isEqualTo(1);
      assertThat(keeper.health().losses()).isEqualTo(1);

      device.open();
      assertThat(keeper.awaitReady(SOON)).isTrue();
      assertThat(run(first, other)).isEqualTo(right(graph, other));
      assertThat(first.framesElsewhere()).isEqualTo(1);
    }
  }

  private DeviceKeeper keeper(DriverTimes times) {
    return new DeviceKeeper("shared", () -> device, MemoryWindow.SIMULATED, times);
  }

  private static SupervisedExecutor executor(DeviceKeeper keeper, Graph graph) {
    return new SupervisedExecutor(keeper, Engines.executor(EngineKind.JAVA, graph));
  }

  private static int[] run(GraphExecutor engine, byte[] codes) {
    int[] logits = new int[codes.length];
    engine.run(codes, 1, SIDE, SIDE, logits);
    return logits;
  }

  private static byte[] frame(long seed) {
    byte[] codes = new byte[SIDE * SIDE];
    new Random(seed).nextBytes(codes);
    return codes;
  }

  private static int[] right(Graph net, byte[] codes) {
    int[] logits = new int[codes.length];
    try (GraphExecutor reference = Engines.executor(EngineKind.REFERENCE, net)) {
      reference.run(codes, codes.length / (SIDE * SIDE), SIDE, SIDE, logits);
    }
    return logits;
  }
}
