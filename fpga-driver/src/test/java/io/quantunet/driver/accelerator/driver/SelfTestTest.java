package io.quantunet.driver.accelerator.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import io.quantunet.driver.accelerator.functional.FunctionalDevice;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.verify.RandomModels;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The self-test of a device")
class SelfTestTest {

  private static final int SIDE = 16;
  private static final int FRAMES = 3;
  private static final MemoryWindow WINDOW = new MemoryWindow(0x7000_0000L, 64 << 20);

  private final Graph graph = Graph.of(RandomModels.model(1, 8));
  private final SelfTest test = new SelfTest(graph, SIDE, SIDE);
  private final FunctionalDevice device = new FunctionalDevice(Configuration.of("ci"));

  @Test
  void findsNothingWrongWithOneThatIsRightAndComputesEachFrameOnce() {
    int[] frames = {0};
    PassingDevice counting =
        new PassingDevice(device) {
          @Override
          public void writeRegister(int offset, int value) {
            frames[0] += offset == QbsRegisters.HEAD && value != 0 ? 1 : 0;
            super.writeRegister(offset, value);
          }
        };

    SelfTest.Report report =
        test.run(counting, WINDOW, DriverTimes.SIMULATION, test.noise(FRAMES, 1));

    assertThat(report.differingCodes()).isZero();
    assertThat(report.layers()).isEqualTo(23);
    assertThat(report.comparedCodes()).isPositive();
    assertThat(frames[0]).isEqualTo(FRAMES);
  }

  @Test
  void staysInTheMemoryThatItMayUse() {
    PassingDevice fenced =
        new PassingDevice(device) {
          @Override
          public void writeMemory(long address, ByteBuffer data) {
            assertThat(address).isGreaterThanOrEqualTo(WINDOW.base());
            assertThat(address + data.remaining()).isLessThanOrEqualTo(WINDOW.end());
            super.writeMemory(address, data);
          }
        };

    assertThat(test.run(fenced, WINDOW, DriverTimes.SIMULATION, test.noise(1, 1)).differingCodes())
        .isZero();
  }

  @Test
  void namesTheFirstLayerThatAnotherCodeComesFrom() {
    PassingDevice forgetful =
        new PassingDevice(device) {
          @Override
          public void writeRegister(int offset, int value) {
            if (offset == QbsRegisters.HEAD && value != 0) {
              // The frame is lost between the host's writing and the device's reading.
              device.writeMemory(input, ByteBuffer.allocate(inputBytes));
            }
            super.writeRegister(offset, value);
          }

          private long input;
          private int inputBytes;

          @Override
          public void writeMemory(long address, ByteBuffer data) {
            if (data.remaining() == 2 * 2 * 4 * SIDE * SIDE) { // two blocks, two digits
              input = address;
              inputBytes = data.remaining();
            }
            super.writeMemory(address, data);
          }
        };

    SelfTest.Report report = test.run(forgetful, WINDOW, DriverTimes.SIMULATION, test.noise(1, 1));

    assertThat(report.differingCodes()).isPositive();
    assertThat(report.firstDifference()).isEqualTo(graph.layers().get(0).name());
  }
}
