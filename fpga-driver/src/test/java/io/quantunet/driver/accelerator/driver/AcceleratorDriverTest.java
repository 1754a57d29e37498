package io.quantunet.driver.accelerator.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.QbsRegisters;
import io.quantunet.driver.accelerator.functional.FunctionalDevice;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.verify.RandomModels;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The driver of a card")
class AcceleratorDriverTest {

  private static final int SIDE = 16;
  private static final DriverTimes TIMES =
      new DriverTimes(
          Duration.ofMillis(200),
          Duration.ofMillis(50),
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          0);

  private final FunctionalDevice card = new FunctionalDevice(Configuration.of("ci"));
  private final Graph graph = Graph.of(RandomModels.model(1, 8));

  @Test
  void refusesADeviceThatIsNone() {
    assertThatThrownBy(() -> start(with(Map.of(QbsRegisters.ID, 0xFFFFFFFF))))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("this is no QBS accelerator");
  }

  @Test
  void refusesADeviceOfAnotherArchitectureFile() {
    assertThatThrownBy(() -> start(with(Map.of(QbsRegisters.ARCHITECTURE_CRC, 1))))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("load the bitstream of this release");
  }

  @Test
  void refusesADeviceWhoseRegistersDoNotKeepWhatIsWritten() {
    assertThatThrownBy(() -> start(with(Map.of(QbsRegisters.SCRATCH, 0x5555AAAB))))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("0x05c holds 0x5555aaab after 0x5555aaaa was written");
  }

  @Test
  void refusesADeviceThatASoftResetDoesNotEmpty() {
    assertThatThrownBy(() -> start(with(Map.of(QbsRegisters.DONE_SEQUENCE, 7))))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("of a soft reset");
  }

  @Test
  void mayBeResetAndClosedByWhoeverStartedItAlone() {
    AtomicBoolean closed = new AtomicBoolean();
    AcceleratorDriver driver =
        start(
            new PassingDevice(card) {
              @Override
              public void close() {
                closed.set(true);
              }
            });

    driver.reset();
    driver.close();

    assertThat(closed).isTrue();
  }

  @Test
  void isProbedAgainWhateverAProbeEndedWith() {
    AtomicBoolean odd = new AtomicBoolean(true);
    DeviceSource source =
        () -> {
          if (odd.getAndSet(false)) {
            throw new IllegalStateException("nobody thought of this");
          }
          return card;
        };

    try (DeviceKeeper keeper = keeper(source)) {
      assertThat(keeper.awaitReady(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void computesFramesOnTheDevice() {
    byte[] codes = frames(5);
    try (DeviceKeeper keeper = keeper(() -> card);
        SupervisedExecutor engine = executor(keeper)) {
      int[] logits = new int[codes.length];
      engine.run(codes, 5, SIDE, SIDE, logits);

      assertThat(logits).isEqualTo(right(codes, 5));
      assertThat(engine.framesElsewhere()).isZero();
    }
  }

  @Test
  void transfersFromPageAlignedBuffersThatItUsesAgain() {
    Set<Pointer> buffers = new HashSet<>();
    AcceleratorDevice device =
        new PassingDevice(card) {
          @Override
          public void writeMemory(long address, ByteBuffer data) {
            note(data);
            super.writeMemory(address, data);
          }

          @Override
          public void readMemory(long address, ByteBuffer data) {
            note(data);
            super.readMemory(address, data);
          }

          private void note(ByteBuffer data) {
            assertThat(data.isDirect()).isTrue();
            assertThat(data.alignmentOffset(data.position(), 4096)).isZero();
            buffers.add(Native.getDirectBufferPointer(data));
          }
        };
    byte[] codes = frames(4);
    try (DeviceKeeper keeper = keeper(() -> device);
        SupervisedExecutor engine = executor(keeper)) {
      int[] logits = new int[codes.length];
      engine.run(codes, 4, SIDE, SIDE, logits);
      Set<Pointer> before = Set.copyOf(buffers);
      engine.run(codes, 4, SIDE, SIDE, logits);

      assertThat(logits).isEqualTo(right(codes, 4));
      assertThat(buffers).isEqualTo(before);
      assertThat(keeper.health().failures()).as("%s", keeper.health()).isZero();
    }
  }

  @Test
  void showsEveryLayersCodes() {
    assertThat(layersOn(card)).usingRecursiveComparison().isEqualTo(rightLayers());
  }

  @Test
  void showsTheFramesCodesThoughTheFirstReadingOfThemFailed() {
    boolean[] failed = {false};
    AcceleratorDevice device =
        new PassingDevice(card) {
          @Override
          public void readMemory(long address, ByteBuffer data) {
            if (!data.isDirect() && !failed[0]) { // a map, not a frame's result
              failed[0] = true;
              throw new DeviceException("card: reading failed");
            }
            super.readMemory(address, data);
          }
        };

    assertThat(layersOn(device)).usingRecursiveComparison().isEqualTo(rightLayers());
    assertThat(failed[0]).isTrue();
  }

  private List<byte[]> layersOn(AcceleratorDevice device) {
    List<byte[]> found = new ArrayList<>();
    try (DeviceKeeper keeper = keeper(() -> device);
        SupervisedExecutor engine = executor(keeper)) {
      engine.run(frames(1), SIDE, SIDE, (layer, map, width, height) -> found.add(map));
      assertThat(engine.framesElsewhere()).isZero();
    }
    return found;
  }

  private List<byte[]> rightLayers() {
    List<byte[]> right = new ArrayList<>();
    try (GraphExecutor reference = Engines.executor(EngineKind.REFERENCE, graph)) {
      reference.run(frames(1), SIDE, SIDE, (layer, map, width, height) -> right.add(map));
    }
    return right;
  }

  @Test
  void givesTheFramesOfADeviceThatHangsToAnotherEngine() {
    byte[] codes = frames(2);
    try (DeviceKeeper keeper = keeper(() -> with(Map.of(QbsRegisters.DONE_SEQUENCE, 0)));
        SupervisedExecutor engine = executor(keeper)) {
      int[] logits = new int[codes.length];
      engine.run(codes, 2, SIDE, SIDE, logits);

      assertThat(logits).isEqualTo(right(codes, 2));
      assertThat(engine.framesElsewhere()).isEqualTo(2);
      assertThat(keeper.health().resets()).isEqualTo(1);
      assertThat(keeper.health().losses()).isEqualTo(1);
      assertThat(keeper.health().trouble()).contains("descriptors completed within PT0.2S");
    }
  }

  @Test
  void takesADeviceThatComputesWronglyOut() {
    byte[] codes = frames(1);
    // Logits and their CRC are consistent, and wrong: as if the array were broken.
    AcceleratorDevice broken = new ForgetfulMemory(card);
    try (DeviceKeeper keeper = keeper(() -> broken);
        SupervisedExecutor engine = executor(keeper)) {
      int[] logits = new int[codes.length];
      engine.run(codes, 1, SIDE, SIDE, logits);

      assertThat(logits).isEqualTo(right(codes, 1));
      assertThat(keeper.health().trouble()).contains("computes the golden frame wrongly");
    }
  }

  @Test
  void triesADeviceThatWasNotThereAgain() throws Exception {
    CountDownLatch opened = new CountDownLatch(3);
    DeviceSource source =
        () -> {
          opened.countDown();
          if (opened.getCount() > 0) {
            throw new DeviceException("xdma0: not there yet");
          }
          return card;
        };
    try (DeviceKeeper keeper = keeper(source)) {
      assertThat(opened.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(keeper.awaitReady(Duration.ofSeconds(20))).isTrue();
      assertThat(keeper.health().failures()).isEqualTo(2);
    }
  }

  private static AcceleratorDriver start(AcceleratorDevice device) {
    return AcceleratorDriver.start(device, MemoryWindow.SIMULATED, TIMES);
  }

  private static DeviceKeeper keeper(DeviceSource source) {
    return new DeviceKeeper("card", source, MemoryWindow.SIMULATED, TIMES);
  }

  private SupervisedExecutor executor(DeviceKeeper keeper) {
    return new SupervisedExecutor(keeper, Engines.executor(EngineKind.JAVA, graph));
  }

  private static byte[] frames(int count) {
    byte[] codes = new byte[count * SIDE * SIDE];
    new Random(4).nextBytes(codes);
    return codes;
  }

  private int[] right(byte[] codes, int frames) {
    int[] logits = new int[codes.length];
    try (GraphExecutor reference = Engines.executor(EngineKind.REFERENCE, graph)) {
      reference.run(codes, frames, SIDE, SIDE, logits);
    }
    return logits;
  }

  /** The card, but for some registers that always read the same. */
  private AcceleratorDevice with(Map<Integer, Integer> registers) {
    return new PassingDevice(card) {
      @Override
      public int readRegister(int offset) {
        return registers.getOrDefault(offset, super.readRegister(offset));
      }
    };
  }

  /** Its memory changes the frames behind the driver's back, between the check and the array. */
  private static final class ForgetfulMemory extends PassingDevice {

    private long input = -1;
    private int bytes = 0;
    private final AcceleratorDevice device;

    ForgetfulMemory(AcceleratorDevice device) {
      super(device);
      this.device = device;
    }

    @Override
    public void writeMemory(long address, ByteBuffer data) {
      if (data.remaining() == 2 * 2 * 4 * SIDE * SIDE) { // two blocks, two digits, four bytes each
        input = address;
        bytes = data.remaining();
      }
      super.writeMemory(address, data);
    }

    @Override
    public void writeRegister(int offset, int value) {
      if (offset == QbsRegisters.HEAD && input >= 0) {
        device.writeMemory(input, ByteBuffer.allocate(bytes));
      }
      super.writeRegister(offset, value);
    }
  }
}
