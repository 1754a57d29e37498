package io.quantunet.launcher;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.driver.MemoryWindow;
import io.quantunet.driver.accelerator.driver.SelfTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quantunet device selftest}: every code of every layer beside the reference. */
@Command(
    name = "selftest",
    mixinStandardHelpOptions = true,
    description = {
      "Tests a device's registers and memory, then compares every code of every layer of a random",
      "net with the reference engine's. 0 differing codes is the only passing result.",
      "Cycles are means of a frame: as the device counts them, and as the cost model predicts."
    })
final class DeviceSelftestCommand implements Callable<Integer> {

  @Mixin private DeviceOption option;
  @Mixin private DeviceNet net;

  @Option(names = "--json", paramLabel = "FILE", description = "write the report there")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws IOException {
    SelfTest.Report result;
    try (AcceleratorDevice device = option.open()) {
      result =
          new SelfTest(net.graph(), net.grid(), net.grid())
              .run(device, MemoryWindow.SIMULATED, option.times(), net.frames(), net.seed());
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("engine", option.label());
    report.put("array", result.array());
    report.put("frames", result.frames());
    report.put("layers", result.layers());
    report.put("compared_codes", result.comparedCodes());
    report.put("differing_codes", result.differingCodes());
    report.put("first_difference", result.firstDifference());
    report.put("cycles", result.cycles());
    report.put("predicted_cycles", result.predictedCycles());
    report.forEach((key, value) -> System.out.printf("%-18s %s%n", key, value));
    if (json.isPresent()) {
      JsonReport.write(json.get(), report);
    }
    return result.differingCodes() == 0 ? 0 : 1;
  }
}
