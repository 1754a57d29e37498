package io.quantunet.launcher;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.driver.AcceleratorDriver;
import io.quantunet.driver.accelerator.driver.FoundDevice;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quantunet device probe}: which cards there are. */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the accelerators of this machine, and what each says it is: PCIe cards whose device",
      "nodes are there, and those in this processor's chip that the kernel lists. Changes nothing.",
      "Exit code 0 only if there is one and each is an accelerator of this release."
    })
final class DeviceProbeCommand implements Callable<Integer> {

  @Mixin private DeviceOption option;

  @Override
  public Integer call() {
    boolean allWell = true;
    for (FoundDevice card : option.cards()) {
      allWell &= probe(card);
    }
    return allWell ? 0 : 1;
  }

  private static boolean probe(FoundDevice card) {
    try (AcceleratorDevice device = card.source().open()) {
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
