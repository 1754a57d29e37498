package io.quantunet.trainer.loss;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.trainer.net.UNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the bits of a net are weighed by in their price. */
public sealed interface BitPricing permits BitWidthForm, CyclePricing {

  /** Its name in recipes. */
  String label();

  /** What one bit of each of a net's layers costs. */
  LayerCost on(UNet net);

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException naming what there is
   */
  static BitPricing of(String label) {
    List<BitPricing> all = new ArrayList<>(Arrays.asList(BitWidthForm.values()));
    for (Configuration array : Configurations.ALL) {
      all.add(new CyclePricing(array));
    }
    return all.stream()
        .filter(pricing -> pricing.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no mean of bit widths is called '%s'; choose %s"
                        .formatted(
                            label,
                            String.join(", ", all.stream().map(BitPricing::label).toList()))));
  }
}
