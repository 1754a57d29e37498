package io.quantunet.driver.accelerator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.compiler.Compiler;
import io.quantunet.driver.accelerator.compiler.FramePacker;
import io.quantunet.driver.accelerator.compiler.Program;
import io.quantunet.driver.accelerator.device.SimulatedDevice;
import io.quantunet.driver.accelerator.device.SimulatorBuild;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.verify.RandomModels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code qbs-sim} offers beside registers and memory, with a whole net's frame. */
@DisplayName("The simulator")
class SimulatorTest {

  private static final int SIDE = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** An FST file begins with its header: block type 0, 329 bytes long. */
  private static final byte[] FST_HEADER = {0, 0, 0, 0, 0, 0, 0, 1, 73};

  private static Path module;
  private static Path simulator;

  @TempDir private Path folder;
  private final Program program =
      new Compiler(Configuration.of("ci"), CardMap.PROGRAMS, false)
          .compile(Graph.of(RandomModels.model(1, 4)), SIDE, SIDE);

  @BeforeAll
  static void build() {
    assumeThat(SimulatorBuild.isPossible()).as("verilator, g++ and make are installed").isTrue();
    module = Path.of("").toAbsolutePath();
    simulator = SimulatorBuild.build(module, "ci");
  }

  @Test
  void replaysARecordedFrameWithoutTheHost() throws Exception {
    Path trace = folder.resolve("trace.txt");
    runFrame(simulator, List.of("--record", trace.toString()));

    Ended replay = replay(trace, List.of());

    assertThat(replay.status()).as(replay.output()).isZero();
    assertThat(replay.output()).matches("replayed in \\d+ cycles");
  }

  @Test
  void replaysItOnASlowerMemoryToTheSameResult() throws Exception {
    Path trace = folder.resolve("trace.txt");
    runFrame(simulator, List.of("--record", trace.toString()));

    Ended fast = replay(trace, List.of());
    Ended slow = replay(trace, List.of("--latency", "200", "--stall", "40", "--seed", "3"));

    assertThat(slow.status()).as(slow.output()).isZero();
    assertThat(cycles(slow)).isGreaterThan(cycles(fast));
  }

  @Test
  void namesTheLineOfAReplayWhoseResultDiffers() throws Exception {
    Path trace = folder.resolve("trace.txt");
    runFrame(simulator, List.of("--record", trace.toString()));
    List<String> lines = new ArrayList<>(Files.readAllLines(trace));
    int result =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).startsWith("C "))
            .max()
            .orElseThrow();
    String line = lines.get(result);
    lines.set(result, line.substring(0, line.length() - 1) + (line.endsWith("0") ? "1" : "0"));
    Files.write(trace, lines);

    Ended replay = replay(trace, List.of());

    assertThat(replay.status()).isEqualTo(2);
    assertThat(replay.output()).contains("trace.txt:" + (result + 1) + ": C ").contains("expected");
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES) // of another build
  void writesWaveforms() throws Exception {
    Path waves = folder.resolve("waves.fst");

    runFrame(tracingSimulator(), List.of("--trace", waves.toString()));

    byte[] bytes = Files.readAllBytes(waves);
    assertThat(bytes).startsWith(FST_HEADER).hasSizeGreaterThan(10_000);
  }

  @Test
  void refusesWaveformsThatItWasNotBuiltFor() {
    assertThatThrownBy(
            () -> SimulatedDevice.start(simulator, List.of("--trace", folder + "/waves.fst")))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("build CONFIG trace");
  }

  @Test
  void letsAReadFail() {
    checkMemoryFault(device -> device.failReads(program.inputAddress(0), 1), "AXI_READ");
  }

  @Test
  void letsAWriteFail() {
    checkMemoryFault(device -> device.failWrites(program.resultAddress(0), 1), "AXI_WRITE");
  }

  /** The error is reported with the layer's name; a soft reset mends it, and the frame is right. */
  private void checkMemoryFault(Consumer<SimulatedDevice> fault, String error) {
    try (SimulatedDevice device = SimulatedDevice.start(simulator, List.of())) {
      List<Integer> right = crcs(frame(device));
      ProgramRunner runner = new ProgramRunner(device, program, PATIENCE);
      fault.accept(device);

      assertThatThrownBy(() -> runner.run(input(), List.of()))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("error " + error)
          .hasMessageContaining("layer ");
      assertThat(crcs(frame(device))).isEqualTo(right);
    }
  }

  private static List<Integer> crcs(FrameRun run) {
    return run.completions().stream().map(Completion::outputCrc).toList();
  }

  private void runFrame(Path program, List<String> options) {
    try (SimulatedDevice device = SimulatedDevice.start(program, options)) {
      frame(device);
    }
  }

  private FrameRun frame(SimulatedDevice device) {
    return new ProgramRunner(device, program, PATIENCE).run(input(), List.of());
  }

  private ByteBuffer input() {
    FramePacker packer = new FramePacker(program);
    ByteBuffer input = ByteBuffer.allocate(packer.bytes());
    packer.pack(RandomModels.codes(new Random(4), SIDE * SIDE, new BitWidth(8)), 0, input);
    return input.flip();
  }

  private record Ended(int status, String output) {}

  private static Ended replay(Path trace, List<String> options) throws Exception {
    List<String> command = new ArrayList<>(List.of(simulator + "", "--replay", trace + ""));
    command.addAll(options);
    return run(command);
  }

  private static long cycles(Ended replay) {
    return Long.parseLong(replay.output().replaceAll("\\D+", ""));
  }

  private static Path tracingSimulator() throws Exception {
    Ended build = run(List.of("bash", module.resolve("rtl/sim/build") + "", "ci", "trace"));
    assertThat(build.status()).as(build.output()).isZero();
    return Path.of(build.output());
  }

  private static Ended run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Ended(process.waitFor(), output);
  }
}
