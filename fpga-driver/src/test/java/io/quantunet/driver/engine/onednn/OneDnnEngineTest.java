package io.quantunet.driver.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.engine.reference.ReferenceEngine;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.verify.RandomModels;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The engine onednn")
class OneDnnEngineTest {

  private static final Graph NET = Graph.of(RandomModels.model(3, 11));

  @Test
  void computesEachOfManySizesRightWhateverCameBefore() {
    try (OneDnnEngine engine = new OneDnnEngine(NET);
        ReferenceEngine reference = new ReferenceEngine(NET)) {
      for (int width : new int[] {16, 32, 48, 64, 80, 16, 96, 16}) {
        byte[] codes = codes(width);
        assertThat(engine.run(codes, width, 16, LayerObserver.NONE))
            .isEqualTo(reference.run(codes, width, 16, LayerObserver.NONE));
      }
    }
  }

  @Test
  void mayMoveToAnotherThreadBetweenTwoFrames() {
    byte[] codes = codes(32);
    try (OneDnnEngine engine = new OneDnnEngine(NET)) {
      int[] here = engine.run(codes, 32, 16, LayerObserver.NONE);
      int[] elsewhere = inNewThread(() -> engine.run(codes, 32, 16, LayerObserver.NONE));

      assertThat(elsewhere).isEqualTo(here);
    }
  }

  @Test
  void saysSoWhenItIsUsedAfterItsEnd() {
    OneDnnEngine engine = new OneDnnEngine(NET);
    engine.close();
    engine.close();

    assertThatThrownBy(() -> engine.run(codes(16), 16, 16, LayerObserver.NONE))
        .isInstanceOf(EngineException.class)
        .hasMessage("engine onednn: closed");
  }

  @Test
  void givesItsMemoryBack() {
    useAndClose();
    long before = Pointer.totalCount();
    for (int i = 0; i < 20; i++) {
      useAndClose();
    }

    assertThat(Pointer.totalCount()).isLessThan(before + 20);
  }

  @Test
  void packsWeightsOnceForAllEnginesOfAModel() {
    int before = PackedWeights.held();
    try (OneDnnEngine first = new OneDnnEngine(NET);
        OneDnnEngine second = new OneDnnEngine(NET)) {
      first.run(codes(16), 16, 16, LayerObserver.NONE);
      int packed = PackedWeights.held();
      second.run(codes(16), 16, 16, LayerObserver.NONE);

      assertThat(packed).isEqualTo(before + NET.layers().size());
      assertThat(PackedWeights.held()).isEqualTo(packed);
    }
    assertThat(PackedWeights.held()).isEqualTo(before);
  }

  @Test
  void allocatesNothingOnTheHeapForAFrame() {
    byte[] codes = codes(32);
    int[] results = new int[codes.length];
    try (OneDnnEngine engine = new OneDnnEngine(NET)) {
      long leastBytes =
          IntStream.range(0, 200)
              .mapToLong(frame -> allocated(() -> engine.run(codes, 1, 32, 16, results)))
              .min()
              .orElseThrow();

      assertThat(leastBytes).isZero();
    }
  }

  @Test
  void computesABatchAsItsFrames() {
    Random random = new Random(5);
    byte[] codes = RandomModels.codes(random, 3 * 32 * 16, new BitWidth(8));
    int[] together = new int[codes.length];
    try (OneDnnEngine engine = new OneDnnEngine(NET)) {
      engine.run(codes, 3, 32, 16, together);

      for (int frame = 0; frame < 3; frame++) {
        int from = frame * 32 * 16;
        byte[] one = Arrays.copyOfRange(codes, from, from + 32 * 16);
        assertThat(engine.run(one, 32, 16, LayerObserver.NONE))
            .isEqualTo(Arrays.copyOfRange(together, from, from + 32 * 16));
      }
    }
  }

  @Test
  void saysWhereTheTimeGoes() {
    try (OneDnnEngine engine = new OneDnnEngine(NET)) {
      List<StepTime> times = engine.time(codes(16), 16, 16);

      assertThat(times).allSatisfy(part -> assertThat(part.nanos()).isPositive());
      assertThat(times)
          .filteredOn(part -> part.work().equals(StepTime.CONVOLUTION))
          .extracting(StepTime::step)
          .containsExactlyElementsOf(NET.layers().stream().map(Layer::name).toList());
    }
  }

  @Test
  void keepsOpenMpToItsOwnThread() {
    assertThat(SingleThread.reachesOpenMp()).isTrue();
    int before = SingleThread.threads();
    try (SingleThread single = SingleThread.enter()) {
      assertThat(single).isNotNull();
      assertThat(SingleThread.threads()).isEqualTo(1);
    }
    assertThat(SingleThread.threads()).isEqualTo(before);
  }

  /** Bytes that the calling thread allocates for some work. */
  private static long allocated(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static void useAndClose() {
    try (OneDnnEngine engine = new OneDnnEngine(NET)) {
      assertThat(engine.run(codes(16), 16, 16, LayerObserver.NONE)).hasSize(256);
    }
  }

  private static byte[] codes(int width) {
    return RandomModels.codes(new Random(width), width * 16, new BitWidth(8));
  }

  private static int[] inNewThread(Supplier<int[]> work) {
    CompletableFuture<int[]> result = new CompletableFuture<>();
    new Thread(() -> result.completeAsync(work, Runnable::run)).start();
    return result.join();
  }
}
