package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * A net of one frame size that lives on a device: placed again after the device was opened again,
 * and proven after each reset by a golden frame, whose logits another engine computed.
 */
final class ResidentNet {

  private static final long GOLDEN_SEED = 1;

  private record Placed(AcceleratorDriver driver, CardProgram program) {}

  private final Graph graph;
  private final int width;
  private final int height;
  private final byte[] golden;
  private final int[] goldenLogits;
  private Optional<Placed> placed = Optional.empty();
  private int provenIn = -1;

  /**
   * @param other tells the golden frame's logits
   */
  ResidentNet(Graph graph, int width, int height, GraphExecutor other) {
    this.graph = graph;
    this.width = width;
    this.height = height;
    this.golden = new byte[width * height * graph.input().channels()];
    this.goldenLogits = new int[graph.resultLength(1, width, height)];
    new Random(GOLDEN_SEED).nextBytes(golden);
    other.run(golden, 1, width, height, goldenLogits);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /**
   * The net on a device, where it has proven itself.
   *
   * @throws DeviceException if the device fails, or computes something else
   */
  CardProgram on(AcceleratorDriver driver) {
    if (placed.filter(here -> here.driver() == driver).isEmpty()) {
      placed = Optional.of(new Placed(driver, driver.place(graph, width, height)));
      provenIn = -1;
    }
    CardProgram program = placed.orElseThrow().program();
    if (provenIn != driver.resets()) {
      prove(driver, program);
      provenIn = driver.resets();
    }
    return program;
  }

  private void prove(AcceleratorDriver driver, CardProgram program) {
    int[] logits = new int[goldenLogits.length];
    driver.run(program, golden, 0, 1, logits, frame -> {});
    int different = Arrays.mismatch(logits, goldenLogits);
    if (different >= 0) {
      throw new DeviceException(
          ("%s: computes the golden frame wrongly: logit %d is %d, not %d; the device or its"
                  + " memory is broken")
              .formatted(driver.name(), different, logits[different], goldenLogits[different]));
    }
  }

  /** Gives its place back. */
  void remove() {
    placed.ifPresent(here -> here.driver().remove(here.program()));
    placed = Optional.empty();
  }
}
