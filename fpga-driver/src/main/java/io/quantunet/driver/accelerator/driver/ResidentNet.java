package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.engine.graph.Graph;
import java.util.Arrays;
import java.util.Optional;

/**
 * A net of one frame size that lives on a device, for all engines that compute it: placed again
 * after the device was opened again, and proven after each reset by a golden frame.
 */
final class ResidentNet {

  private record Placed(AcceleratorDriver driver, CardProgram program) {}

  /**
   * Which net.
   *
   * @param owner tells nets apart that are not shared; equal for those that are
   */
  record Key(Graph graph, int width, int height, Optional<Object> owner) {}

  private final Key key;
  private final GoldenFrame golden;
  private int users = 0;
  private Optional<Placed> placed = Optional.empty();
  private int provenIn = -1;

  ResidentNet(Key key, GoldenFrame golden) {
    this.key = key;
    this.golden = golden;
  }

  Key key() {
    return key;
  }

  /** Another engine uses it. */
  void enter() {
    users++;
  }

  /**
   * An engine does not use it any more.
   *
   * @return whether none does
   */
  boolean leave() {
    users--;
    return users == 0;
  }

  /**
   * The net on a device, where it has proven itself.
   *
   * @param limit when whoever asks stops waiting
   * @throws DeviceException if the device fails, or computes something else
   */
  CardProgram on(AcceleratorDriver driver, TimeLimit limit) {
    if (placed.filter(here -> here.driver() == driver).isEmpty()) {
      CardProgram program = driver.place(key.graph(), key.width(), key.height());
      placed = Optional.of(new Placed(driver, program));
      provenIn = -1;
    }
    CardProgram program = placed.orElseThrow().program();
    int reset = driver.resets();
    if (provenIn != reset) {
      prove(driver, program, limit);
      provenIn = reset;
    }
    return program;
  }

  private void prove(AcceleratorDriver driver, CardProgram program, TimeLimit limit) {
    int[] logits = new int[golden.logits().length];
    driver.run(program, new FrameRequest(golden.codes(), 1, logits, limit), () -> {});
    int different = Arrays.mismatch(logits, golden.logits());
    if (different >= 0) {
      throw new DeviceException(
          ("%s: computes the golden frame wrongly: logit %d is %d, not %d; the device or its"
                  + " memory is broken")
              .formatted(driver.name(), different, logits[different], golden.logits()[different]));
    }
  }

  /** Whether the device may still write to the net's place. */
  boolean isInUseOn(AcceleratorDriver driver) {
    return placed
        .filter(here -> here.driver() == driver && here.program().isInUse(driver.resets()))
        .isPresent();
  }

  /** Gives its place back. */
  void remove() {
    placed.ifPresent(here -> here.driver().remove(here.program()));
    placed = Optional.empty();
  }
}
