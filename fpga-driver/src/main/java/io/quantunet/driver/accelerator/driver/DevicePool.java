package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.QuantizedModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Several devices for the workers of the driver actor: each new engine goes to the device with the
 * fewest; where all have enough, it computes in software beside them. Workers take frames as they
 * become free, so that what is faster takes more of them.
 *
 * <p>Safe for several threads. A device is shared by its engines, one at a time.
 */
public final class DevicePool implements AutoCloseable {

  /** One computes while the other prepares its next frames, or is verified beside it. */
  private static final int ENGINES_PER_DEVICE = 2;

  private final EngineKind kind;
  private final List<Place> places;

  private static final class Place {
    final DeviceKeeper keeper;
    int engines = 0;

    Place(DeviceKeeper keeper) {
      this.keeper = keeper;
    }
  }

  /**
   * @param kind what the devices are, {@code RTL} or {@code FPGA}
   * @param keepers the devices; closed with the pool
   */
  public DevicePool(EngineKind kind, List<DeviceKeeper> keepers) {
    this.kind = kind;
    this.places = keepers.stream().map(Place::new).toList();
  }

  /**
   * All cards of this machine.
   *
   * @throws io.quantunet.driver.engine.EngineException if there are none
   */
  public static DevicePool ofCards() {
    List<DeviceKeeper> keepers = new ArrayList<>();
    for (DeviceSource card : DeviceSources.cards()) {
      keepers.add(
          new DeviceKeeper(
              "card" + keepers.size(), card, MemoryWindow.SIMULATED, DriverTimes.BOARD));
    }
    return new DevicePool(EngineKind.FPGA, keepers);
  }

  /**
   * An engine for a model; its place is free again when it is closed.
   *
   * @param other the engine that computes where no device does
   */
  public InferenceEngine engine(QuantizedModel model, EngineKind other) {
    Optional<Place> place = take();
    return place.isEmpty()
        ? Engines.create(other, model)
        : new SupervisedEngine(
            kind, model, place.get().keeper, other, Engines::executor, () -> giveBack(place.get()));
  }

  /** How the devices have been doing. */
  public List<DeviceHealth> health() {
    return places.stream().map(place -> place.keeper.health()).toList();
  }

  private synchronized Optional<Place> take() {
    Optional<Place> freest =
        places.stream()
            .filter(place -> place.engines < ENGINES_PER_DEVICE)
            .min(Comparator.comparingInt(place -> place.engines));
    freest.ifPresent(place -> place.engines++);
    return freest;
  }

  private synchronized void giveBack(Place place) {
    place.engines--;
  }

  @Override
  public void close() {
    places.forEach(place -> place.keeper.close());
  }
}
