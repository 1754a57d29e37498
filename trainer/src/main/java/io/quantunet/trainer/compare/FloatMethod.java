package io.quantunet.trainer.compare;

import io.quantunet.trainer.net.BitStatistics;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.util.Locale;

/** The same net in floats: what quantization costs is measured against it. */
record FloatMethod() implements TrainedMethod {

  static final String KEY = "float";

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String label() {
    return "Float U-Net";
  }

  @Override
  public String family() {
    return "Float";
  }

  @Override
  public Recipe recipe(Workbench bench) {
    return bench.budget().with("net.weights = float");
  }

  @Override
  public MethodResult run(Workbench bench) throws IOException {
    return TrainedMethod.super.run(bench).withRemark(size(bench));
  }

  /** Its size in words: the table's columns are those of integers. */
  private static String size(Workbench bench) throws IOException {
    try (UNet net = bench.floatNet().open()) {
      BitStatistics bits = BitStatistics.inUse(net);
      long biases = net.layers().stream().mapToLong(layer -> layer.bias().value().length).sum();
      return String.format(
          Locale.ROOT,
          "%,d bytes in float32, %.2f x 10^9 MACs",
          Float.BYTES * (bits.parameters() + biases),
          bits.macs() / 1e9);
    }
  }
}
