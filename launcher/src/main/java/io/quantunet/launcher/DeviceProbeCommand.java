package io.quantunet.launcher;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.device.XdmaDevice;
import io.quantunet.driver.accelerator.driver.AcceleratorDriver;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quantunet device probe}: which cards there are. */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the cards whose device nodes are there, and what each says it is. Changes nothing.",
      "Exit code 0 only if there is one and each is an accelerator of this release."
    })
final class DeviceProbeCommand implements Callable<Integer> {

  @Mixin private DeviceOption option;

  @Override
  public Integer call() {
    List<Integer> cards = XdmaDevice.indices(option.nodes());
    if (cards.isEmpty()) {
      System.out.println(
          "no cards: no xdma0_user in %s; is the kernel module xdma loaded?"
              .formatted(option.nodes()));
    }
    boolean allWell = true;
    for (int card : cards) {
      allWell &= probe(card);
    }
    return allWell && !cards.isEmpty() ? 0 : 1;
  }

  private boolean probe(int card) {
    try (AcceleratorDevice device = option.card(card)) {
      Configuration array = AcceleratorDriver.identify(device);
      System.out.println(
          "%s: array %s, %d lanes (%d x %d x 8)"
              .formatted(
                  device.name(),
                  array.name(),
                  array.lanes(),
                  array.outputLanes(),
                  array.inputLanes()));
      return true;
    } catch (DeviceException e) {
      System.out.println(e.getMessage());
      return false;
    }
  }
}
