package io.quantunet.launcher;

import io.quantunet.driver.accelerator.driver.DeviceHealth;
import io.quantunet.driver.accelerator.driver.DeviceKeeper;
import io.quantunet.driver.accelerator.driver.SupervisedExecutor;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quantunet device bench}: frames through the driver, two in flight. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Runs random frames through the driver, two in flight, and says how many a second came back:",
      "of a board its throughput, of a simulation only the simulation's pace."
    })
final class DeviceBenchCommand implements Callable<Integer> {

  @Mixin private DeviceOption option;
  @Mixin private DeviceNet net;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    try (DeviceKeeper keeper = option.device().keep();
        SupervisedExecutor engine =
            new SupervisedExecutor(keeper, Engines.executor(EngineKind.JAVA, net.graph()))) {
      if (!keeper.isReady()) {
        throw new CommandFailure("the device is not ready: " + keeper.health().trouble());
      }
      run(engine, 1); // loads the net, and proves it
      double seconds = run(engine, net.frames());
      Map<String, Object> report = report(seconds, engine.framesElsewhere(), keeper.health());
      report.forEach((key, value) -> System.out.printf("%-18s %s%n", key, value));
      json.write(report);
      return engine.framesElsewhere() == 0 ? 0 : 1;
    }
  }

  private double run(SupervisedExecutor engine, int frames) {
    byte[] codes = new byte[frames * net.grid() * net.grid()];
    new Random(net.seed()).nextBytes(codes);
    int[] logits = new int[codes.length];
    long start = System.nanoTime();
    engine.run(codes, frames, net.grid(), net.grid(), logits);
    return (System.nanoTime() - start) / 1e9;
  }

  private Map<String, Object> report(double seconds, long elsewhere, DeviceHealth health) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("engine", option.label());
    report.put("frames", net.frames());
    report.put("frames_elsewhere", elsewhere);
    report.put("seconds", seconds);
    report.put("frames_per_s", net.frames() / seconds);
    report.put("failures", health.failures());
    return report;
  }
}
