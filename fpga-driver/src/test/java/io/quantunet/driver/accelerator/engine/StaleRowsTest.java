package io.quantunet.driver.accelerator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.driver.accelerator.compiler.Compiler;
import io.quantunet.driver.accelerator.compiler.DescriptorTemplate;
import io.quantunet.driver.accelerator.compiler.ExpectedCrcs;
import io.quantunet.driver.accelerator.compiler.FramePacker;
import io.quantunet.driver.accelerator.compiler.Program;
import io.quantunet.driver.accelerator.functional.FunctionalDevice;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.reference.ReferenceEngine;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.verify.RandomModels;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The order in which the device may read ahead is part of what the compiler must get right. */
class StaleRowsTest {

  private static final int SIDE = 16;

  private final Graph graph = Graph.of(RandomModels.model(3, 5));
  private final byte[] frame = RandomModels.codes(new Random(6), SIDE * SIDE, new BitWidth(8));
  private final Program program =
      new Compiler(Configurations.CI, CardMap.PROGRAMS, false).compile(graph, SIDE, SIDE);

  @Test
  void areNeverReadByAProgramOfTheCompiler() {
    assertThat(run(program).completions()).hasSameSizeAs(program.descriptors());
  }

  @Test
  void areReadByAProgramThatDoesNotWaitForItsRows() {
    Program hasty =
        new Program(
            program.layers(),
            program.net(),
            program.width(),
            program.height(),
            program.base(),
            program.end(),
            program.segments(),
            program.descriptors().stream().map(StaleRowsTest::withoutWaiting).toList(),
            program.input(),
            program.inputSlotBytes(),
            program.result(),
            program.resultSlotBytes(),
            program.maps(),
            program.cost());

    assertThatThrownBy(() -> run(hasty))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("OUTPUT_CRC");
  }

  private FrameRun run(Program tried) {
    List<byte[]> codes = new ArrayList<>();
    int[] logits =
        new ReferenceEngine(graph)
            .run(frame, SIDE, SIDE, (layer, output, width, height) -> codes.add(output));
    FramePacker packer = new FramePacker(tried);
    ByteBuffer input = ByteBuffer.allocate(packer.bytes());
    packer.pack(frame, 0, input);
    ProgramRunner runner =
        new ProgramRunner(new FunctionalDevice(Configurations.CI), tried, Duration.ofSeconds(60));
    return runner.run(input.flip(), ExpectedCrcs.of(tried, codes, logits));
  }

  private static DescriptorTemplate withoutWaiting(DescriptorTemplate of) {
    return new DescriptorTemplate(
        of.layer(),
        of.layerIndex(),
        of.strip(),
        of.flags(),
        of.source0(),
        of.source1(),
        of.destination(),
        of.poolDestination(),
        of.weights(),
        of.weightCrc(),
        0,
        of.inputSlotBytes(),
        of.resultSlotBytes());
  }
}
