package io.quantunet.launcher;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.device.RtlSources;
import io.quantunet.driver.accelerator.driver.DeviceSources;
import io.quantunet.driver.accelerator.driver.FoundDevice;
import io.quantunet.driver.accelerator.driver.SelfTest;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.DecodeException;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.data.Split;
import io.quantunet.trainer.experiment.Evaluation;
import io.quantunet.trainer.experiment.IntegerSegmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
      "Tests a device's registers and memory, then compares every code of every layer of a net",
      "with the reference engine's. 0 differing codes is the only passing result.",
      "Cycles are means of a frame: as the device counts them, and as the cost model predicts."
    })
final class DeviceSelftestCommand implements Callable<Integer> {

  @Mixin private DeviceOption option;
  @Mixin private DeviceNet net;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "a bundle on its own grid instead of a random net")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "with --model: the first images of its validation part instead of noise")
  private Optional<Path> data = Optional.empty();

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException, DecodeException {
    SelfTest.Report result = model.isPresent() ? ofBundle(model.get()) : ofRandomNet();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("engine", option.label());
    report.put("array", result.array());
    report.put("net", model.map(file -> file.getFileName() + "").orElse("random"));
    report.put("frames", result.frames());
    report.put("layers", result.layers());
    report.put("compared_codes", result.comparedCodes());
    report.put("differing_codes", result.differingCodes());
    report.put("first_difference", result.firstDifference());
    report.put("cycles", result.cycles());
    report.put("predicted_cycles", result.predictedCycles());
    report.put("rtl_sha256", RtlSources.digest(DeviceSources.module()));
    report.forEach((key, value) -> System.out.printf("%-18s %s%n", key, value));
    json.write(report);
    return result.differingCodes() == 0 ? 0 : 1;
  }

  private SelfTest.Report ofRandomNet() {
    SelfTest test = new SelfTest(net.graph(), net.grid(), net.grid());
    return run(test, test.noise(net.frames(), net.seed()));
  }

  private SelfTest.Report ofBundle(Path file) throws IOException, DecodeException {
    LoadedModel bundle = ModelBundles.read(file);
    SelfTest test =
        new SelfTest(
            Graph.of(bundle.model()),
            bundle.manifest().gridWidth(),
            bundle.manifest().gridHeight());
    return run(
        test,
        data.isPresent()
            ? Evaluation.samples(
                    IntegerSegmenter.of(bundle).grid(), data.get(), Optional.of(Split.VAL))
                .stream()
                .limit(net.frames())
                .map(Sample::codes)
                .toList()
            : test.noise(net.frames(), net.seed()));
  }

  private SelfTest.Report run(SelfTest test, List<byte[]> frames) {
    FoundDevice found = option.device();
    try (AcceleratorDevice device = found.source().open()) {
      return test.run(device, found.window(), found.times(), frames);
    }
  }
}
