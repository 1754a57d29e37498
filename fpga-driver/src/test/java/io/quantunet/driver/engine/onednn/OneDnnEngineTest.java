package io.quantunet.driver.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.reference.ReferenceEngine;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.verify.RandomModels;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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
  void keepsOpenMpToItsOwnThread() {
    assertThat(SingleThread.reachesOpenMp()).isTrue();
    int before = SingleThread.threads();
    try (SingleThread single = SingleThread.enter()) {
      assertThat(single).isNotNull();
      assertThat(SingleThread.threads()).isEqualTo(1);
    }
    assertThat(SingleThread.threads()).isEqualTo(before);
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
