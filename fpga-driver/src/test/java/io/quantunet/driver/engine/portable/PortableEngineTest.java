package io.quantunet.driver.engine.portable;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.verify.RandomModels;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The engine java")
class PortableEngineTest {

  private static final int SIDE = 32;
  private static final int FRAMES = 10;
  private static final int MOST_BYTES_PER_FRAME = 4096;
  private static final QuantizedModel MODEL = RandomModels.model(2, 3);

  @Test
  void allocatesNothingForAFrameOfASizeThatItKnows() {
    byte[] codes = RandomModels.codes(new Random(1), FRAMES * SIDE * SIDE, new BitWidth(8));
    int[] results = new int[FRAMES * SIDE * SIDE];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (PortableEngine engine = new PortableEngine(Graph.of(MODEL))) {
      engine.run(codes, FRAMES, SIDE, SIDE, results);
      long before = threads.getCurrentThreadAllocatedBytes();

      engine.run(codes, FRAMES, SIDE, SIDE, results);

      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .isLessThan((long) FRAMES * MOST_BYTES_PER_FRAME);
    }
  }

  @Test
  void saysHowLongEveryStepTook() {
    byte[] codes = RandomModels.codes(new Random(1), SIDE * SIDE, new BitWidth(8));
    try (PortableEngine engine = new PortableEngine(Graph.of(MODEL))) {
      List<StepTime> times = engine.time(codes, SIDE, SIDE);

      assertThat(times)
          .hasSize(23 + 4 + 4)
          .extracting(StepTime::step)
          .startsWith("encoder1.conv1", "encoder1.conv2", "pool1")
          .contains("bottleneck.conv2", "up4", "concatenation4")
          .endsWith("head");
    }
  }
}
