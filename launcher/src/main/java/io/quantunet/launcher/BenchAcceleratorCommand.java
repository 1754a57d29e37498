package io.quantunet.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quantunet.bench.AcceleratorBenchmark;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.plan.UNetShape;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.DecodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quantunet bench accelerator}: cycles of a net on an array, and what the array needs. */
@Command(
    name = "accelerator",
    mixinStandardHelpOptions = true,
    description = {
      "Cycles, utilization and frames per second of a net on the accelerator, by the cost model",
      "that tests hold to the RTL's own counters, and the resources of the array by yosys, from",
      "the committed record. No board was run: frames per second are stated at 300 MHz."
    })
final class BenchAcceleratorCommand implements Callable<Integer> {

  private static final String RECORD = "docs/results/accelerator-resources.json";
  private static final List<String> RESOURCES = List.of("lut", "ff", "bram", "uram", "dsp");

  @Option(
      names = "--array",
      paramLabel = "NAME",
      defaultValue = "k26",
      description = "size of the array: ci, k26, k26-wide or zu7ev (default: ${DEFAULT-VALUE})")
  private String array;

  @Option(
      names = "--width",
      paramLabel = "W",
      defaultValue = "64",
      description = "channels of the first stage (default: ${DEFAULT-VALUE})")
  private int width;

  @Option(
      names = "--bits",
      paramLabel = "MEAN",
      defaultValue = "4.24",
      description = {
        "mean of the layers' whole weight widths, weighted by MACs",
        "(default: ${DEFAULT-VALUE}, the paper's)"
      })
  private double bits;

  @Option(
      names = "--activation-bits",
      paramLabel = "N",
      defaultValue = "4",
      description = "width of all activations but the 8-bit input (default: ${DEFAULT-VALUE})")
  private int activationBits;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "take width and bits from this bundle instead")
  private Optional<Path> model = Optional.empty();

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    Configuration configuration = Configuration.of(array);
    Map<String, Object> report = AcceleratorBenchmark.run(net(configuration), configuration);
    putResources(report);
    report.forEach((key, value) -> System.out.printf("%-34s %s%n", key, shown(value)));
    json.write(report);
    return 0;
  }

  /** Lists of rows one row a line. */
  private static String shown(Object value) {
    return value instanceof List<?> rows && !rows.isEmpty() && rows.get(0) instanceof Map
        ? rows.stream().map(row -> "\n  " + row).collect(Collectors.joining())
        : value.toString();
  }

  private UNetShape net(Configuration configuration) throws IOException {
    if (model.isEmpty()) {
      return AcceleratorBenchmark.net(width, bits, activationBits, configuration);
    }
    try {
      return UNetShape.of(ModelBundles.read(model.get()).model());
    } catch (DecodeException e) {
      throw new CommandFailure("%s: %s".formatted(model.get(), e.getMessage()));
    }
  }

  /** As yosys counted them; an array that it was not run for has none. */
  private void putResources(Map<String, Object> report) throws IOException {
    Path file = Path.of(System.getProperty("quantunet.home", "")).resolve(RECORD);
    if (!Files.isRegularFile(file)) {
      System.err.println("quantunet: " + file + ": not there; resources are left out");
      return;
    }
    JsonNode record = new ObjectMapper().readTree(file.toFile()).path("configurations").path(array);
    for (String resource : RESOURCES) {
      if (record.has(resource)) {
        report.put(resource, record.get(resource).asInt());
      }
    }
  }
}
