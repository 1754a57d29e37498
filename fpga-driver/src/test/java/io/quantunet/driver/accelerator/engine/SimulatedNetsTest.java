package io.quantunet.driver.accelerator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quantunet.driver.accelerator.arch.QbsRegisters;
import io.quantunet.driver.accelerator.compiler.ExpectedCrcs;
import io.quantunet.driver.accelerator.compiler.Program;
import io.quantunet.driver.accelerator.device.SimulatedDevice;
import io.quantunet.driver.accelerator.device.SimulatorBuild;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.reference.ReferenceEngine;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.verify.RandomModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random nets on the simulated RTL: every code, and what the cost model has predicted. */
class SimulatedNetsTest {

  private static final Percentage TOLERANCE = Percentage.withPercentage(5);

  private static Path simulator;

  @BeforeAll
  static void build() {
    assumeTrue(SimulatorBuild.isPossible(), "verilator, g++ and make are not all here");
    simulator = SimulatorBuild.build(Path.of("").toAbsolutePath(), "ci");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
  void storeTheCodesOfTheReferenceInThePredictedCycles(int seed) {
    int width = 1 + seed % 7;
    int across = 16 + 16 * (seed % 3);
    Graph graph = Graph.of(RandomModels.model(width, seed));
    byte[] frame = RandomModels.codes(new Random(seed), across * 16, new BitWidth(8));
    List<byte[]> codes = new ArrayList<>();
    int[] logits =
        new ReferenceEngine(graph)
            .run(frame, across, 16, (layer, output, w, h) -> codes.add(output));
    SimulatedDevice device = SimulatedDevice.start(simulator, List.of());
    try (AcceleratorExecutor executor = new AcceleratorExecutor(graph, device)) {
      Program program = executor.program(across, 16);
      List<Integer> expected = ExpectedCrcs.of(program, codes, logits);

      FrameRun run = executor.measure(frame, across, 16, List.of());

      assertThat(run.completions()).extracting(Completion::outputCrc).isEqualTo(expected);
      device.writeRegister(QbsRegisters.LATCH, 1);
      long cycles = device.readRegister(QbsRegisters.BUSY);
      assertThat(program.cost().cycles()).isCloseTo(cycles, TOLERANCE);
      assertThat(program.cost().steps()).isEqualTo(device.readRegister(QbsRegisters.ARRAY_STEPS));
      assertThat(program.cost().readBytes())
          .isEqualTo(device.readRegister(QbsRegisters.READ_BYTES));
      assertThat(program.cost().writtenBytes())
          .isEqualTo(device.readRegister(QbsRegisters.WRITTEN_BYTES));
    }
  }
}
