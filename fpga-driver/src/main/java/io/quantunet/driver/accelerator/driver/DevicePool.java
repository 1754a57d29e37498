package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.QuantizedModel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Several devices for the workers of the driver actor. Whenever a worker has frames, they go to the
 * device that computes for the fewest; where all have enough, and where none is ready, they are
 * computed in software. Workers take frames as they become free, so that what is faster takes more
 * of them.
 *
 * <p>Safe for several threads.
 */
public final class DevicePool implements AutoCloseable {

  /** One computes while another's frame is transferred. */
  public static final int TWO_WORKERS = 2;

  /** Nobody computes in software as long as a device is ready. */
  public static final int ALL_WORKERS = Integer.MAX_VALUE;

  private final EngineKind kind;
  private final List<Place> places;
  private final int workersPerDevice;

  private static final class Place {
    final DeviceKeeper keeper;
    int workers = 0;

    Place(DeviceKeeper keeper) {
      this.keeper = keeper;
    }
  }

  /** A device for as long as a worker has frames on it. */
  final class Lease implements AutoCloseable {

    private final Place place;

    private Lease(Place place) {
      this.place = place;
    }

    DeviceKeeper keeper() {
      return place.keeper;
    }

    @Override
    public void close() {
      giveBack(place);
    }
  }

  /**
   * @param kind what the devices are, {@code RTL} or {@code FPGA}
   * @param keepers the devices; closed with the pool
   * @param workersPerDevice workers that may have frames on a device; what comes beside them is
   *     computed in software
   */
  public DevicePool(EngineKind kind, List<DeviceKeeper> keepers, int workersPerDevice) {
    this.kind = kind;
    this.places = keepers.stream().map(Place::new).toList();
    this.workersPerDevice = workersPerDevice;
  }

  /** What the devices are. */
  public EngineKind kind() {
    return kind;
  }

  /**
   * An engine for a model, on all devices.
   *
   * @param other the engine that computes where no device does
   */
  public InferenceEngine engine(QuantizedModel model, EngineKind other) {
    return new SupervisedEngine(kind, model, this, other, Engines::executor);
  }

  /** How the devices have been doing. */
  public List<DeviceHealth> health() {
    return places.stream().map(place -> place.keeper.health()).toList();
  }

  /** The device that has the fewest workers' frames; empty if none is ready and has room. */
  synchronized Optional<Lease> take() {
    Optional<Place> freest =
        places.stream()
            .filter(place -> place.keeper.isReady() && place.workers < workersPerDevice)
            .min(Comparator.comparingInt(place -> place.workers));
    freest.ifPresent(place -> place.workers++);
    return freest.map(Lease::new);
  }

  private synchronized void giveBack(Place place) {
    place.workers--;
  }

  @Override
  public void close() {
    places.forEach(place -> place.keeper.close());
  }
}
