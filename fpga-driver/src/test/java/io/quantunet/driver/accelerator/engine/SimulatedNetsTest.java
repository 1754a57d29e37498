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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random nets on the simulated RTL: every code, and what the cost model has predicted. 20 nets; the
 * property {@code quantunet.rtl.nets} asks for another number, {@code quantunet.rtl.array} for
 * another array than {@code ci}.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS) // of the long form
class SimulatedNetsTest {

  private static final int NETS = Integer.getInteger("quantunet.rtl.nets", 20);
  private static final String ARRAY = System.getProperty("quantunet.rtl.array", "ci");
  private static final Percentage TOLERANCE = Percentage.withPercentage(5);
  private static final List<NetProof> PROOFS = new ArrayList<>();

  private static Path simulator;

  @BeforeAll
  static void build() {
    assumeTrue(SimulatorBuild.isPossible(), "verilator, g++ and make are not all here");
    simulator = SimulatorBuild.build(Path.of("").toAbsolutePath(), ARRAY);
  }

  static IntStream nets() {
    return IntStream.range(0, NETS);
  }

  @ParameterizedTest
  @MethodSource("nets")
  void storeTheCodesOfTheReferenceInThePredictedCycles(int seed) {
    int across = 16 + 16 * (seed % 3);
    Graph graph = Graph.of(RandomModels.model(1 + seed % 7, seed));
    byte[] frame = RandomModels.codes(new Random(seed), across * 16, new BitWidth(8));
    SimulatedDevice device = SimulatedDevice.start(simulator, List.of());
    try (AcceleratorExecutor executor = new AcceleratorExecutor(graph, device)) {
      NetProof proof = NetProof.of(executor, frame, across, 16);
      PROOFS.add(proof);

      assertThat(proof.differing()).as("codes that differ, in %s", proof.differs()).isZero();
      check(executor, device, frame, across);
    }
  }

  /** The program as engines run it, maps in the places of others that are done with. */
  private static void check(
      AcceleratorExecutor executor, SimulatedDevice device, byte[] frame, int across) {
    Program program = executor.program(across, 16);

    FrameRun run = executor.measure(frame, across, 16, List.of());

    assertThat(run.completions())
        .extracting(Completion::outputCrc)
        .isEqualTo(expectedCrcs(program, frame, across, executor.graph()));
    device.writeRegister(QbsRegisters.LATCH, 1);
    long cycles = device.readRegister(QbsRegisters.BUSY);
    assertThat(program.cost().cycles()).isCloseTo(cycles, TOLERANCE);
    assertThat(program.cost().steps()).isEqualTo(device.readRegister(QbsRegisters.ARRAY_STEPS));
    assertThat(program.cost().readBytes()).isEqualTo(device.readRegister(QbsRegisters.READ_BYTES));
    assertThat(program.cost().writtenBytes())
        .isEqualTo(device.readRegister(QbsRegisters.WRITTEN_BYTES));
  }

  private static List<Integer> expectedCrcs(
      Program program, byte[] frame, int across, Graph graph) {
    List<byte[]> codes = new ArrayList<>();
    int[] logits =
        new ReferenceEngine(graph)
            .run(frame, across, 16, (layer, output, w, h) -> codes.add(output));
    return ExpectedCrcs.of(program, codes, logits);
  }

  @AfterAll
  static void record() throws Exception {
    if (PROOFS.isEmpty()) {
      return; // no simulator
    }
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("array", ARRAY);
    record.put("nets", PROOFS.size());
    record.put("compared_codes", PROOFS.stream().mapToLong(NetProof::codes).sum());
    record.put("differing_codes", PROOFS.stream().mapToLong(NetProof::differing).sum());
    record.put("cycles", PROOFS.stream().mapToLong(NetProof::cycles).sum());
    record.put(
        "worst_cost_error", PROOFS.stream().mapToDouble(NetProof::costError).max().orElseThrow());
    ProofRecord.write(Path.of("").toAbsolutePath(), record);
  }
}
