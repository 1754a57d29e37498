package io.quantunet.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

@Label("The deal of frames over devices")
class FleetDealTest {

  private static final FleetSettings SETTINGS =
      FleetSettings.create("tcp://127.0.0.1:1883", "ward");

  @Property
  @Label("gives every frame to exactly one device, evenly")
  void dealsFrames(
      @ForAll @LongRange(min = 1, max = 100_000) long frames,
      @ForAll @IntRange(min = 1, max = 500) int devices) {
    FleetSettings settings = SETTINGS.withDevices(devices, 1).withFrames(frames);

    long dealt = 0;
    for (int device = 0; device < devices; device++) {
      assertThat(settings.framesOf(device)).isBetween(frames / devices, frames / devices + 1);
      dealt += settings.framesOf(device);
    }

    assertThat(dealt).isEqualTo(frames);
  }
}
