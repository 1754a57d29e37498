package io.quantunet.driver.accelerator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.accelerator.device.SimulatedDevice;
import io.quantunet.driver.accelerator.device.SimulatorBuild;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.verify.RandomModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The net that the frames per second are stated of, whole, on the simulated K26: twenty minutes or
 * more, and a build of as long. {@code -Dquantunet.rtl.full=true} asks for it.
 */
@EnabledIfSystemProperty(named = "quantunet.rtl.full", matches = "true")
@Timeout(value = 6, unit = TimeUnit.HOURS)
@DisplayName("The full-size net on the simulated K26")
class FullSizeFrameTest {

  /** Those of {@code bench accelerator --width 64 --bits 4.24}. */
  private static final int[] WEIGHT_BITS = {
    5, 4, 5, 4, 4, 4, 4, 4, 4, 4, 5, 5, 4, 4, 5, 4, 4, 4, 4, 4, 4, 4, 5
  };

  private static final int WIDTH = 64;
  private static final int SIDE = 128;
  private static final Duration PATIENCE = Duration.ofHours(6);

  @Test
  void storesTheCodesOfTheReferenceInThePredictedCycles() throws Exception {
    Path module = Path.of("").toAbsolutePath();
    Path simulator = SimulatorBuild.build(module, "k26");
    List<BitWidth> weights = Arrays.stream(WEIGHT_BITS).mapToObj(BitWidth::new).toList();
    Graph graph = Graph.of(RandomModels.of(WIDTH, weights, new BitWidth(4), 1));
    byte[] frame = RandomModels.codes(new Random(1), SIDE * SIDE, new BitWidth(8));
    long start = System.nanoTime();

    NetProof proof;
    try (AcceleratorExecutor executor =
        new AcceleratorExecutor(graph, SimulatedDevice.start(simulator, List.of()), 0, PATIENCE)) {
      proof = NetProof.of(executor, frame, SIDE, SIDE);
    }

    Map<String, Object> record = new LinkedHashMap<>();
    record.put("array", "k26");
    record.put("width", WIDTH);
    record.put("grid", SIDE);
    record.put("weight_bits", WEIGHT_BITS);
    record.put("activation_bits", 4);
    record.put("frames", 1);
    record.put("compared_codes", proof.codes());
    record.put("differing_codes", proof.differing());
    record.put("differs_at", proof.differs());
    record.put("cycles", proof.cycles());
    record.put("predicted_cycles", proof.program().cost().cycles());
    record.put("array_steps", proof.program().cost().steps());
    record.put("elapsed_s", Duration.ofNanos(System.nanoTime() - start).toSeconds());
    ProofRecord.write(module, record);
    assertThat(proof.differing()).as("%s", proof.differs()).isZero();
    assertThat(proof.program().cost().cycles())
        .isCloseTo(proof.cycles(), Percentage.withPercentage(5));
  }
}
