package io.quantunet.simulator.load;

import io.quantunet.simulator.FrameSource;
import io.quantunet.simulator.SimulatedFrame;
import io.quantunet.simulator.phantom.PhantomFrame;
import io.quantunet.simulator.phantom.PhantomSession;
import io.quantunet.simulator.phantom.PhantomSettings;
import io.quantunet.simulator.replay.ReplayFolder;

/** Where each device of a fleet has its frames from. */
@FunctionalInterface
public interface FrameSources {

  /**
   * The frames of one device.
   *
   * @param device 0..devices-1
   * @param devices how many the fleet has
   */
  FrameSource forDevice(int device, int devices);

  /**
   * The ultrasound phantom, every device over tissue of its own; the same seed gives the same
   * frames.
   */
  static FrameSources phantom(PhantomSettings settings, long seed) {
    return (device, devices) -> {
      PhantomSession session = new PhantomSession(settings, seed, device);
      return () -> simulated(session.next());
    };
  }

  /** The images of a folder, dealt over the devices in name order. */
  static FrameSources replay(ReplayFolder folder) {
    return folder::forDevice;
  }

  private static SimulatedFrame simulated(PhantomFrame frame) {
    return SimulatedFrame.withTruth(
        frame.image(),
        frame.spacingMm(),
        frame.lesion(),
        "phantom %s %016x".formatted(frame.finding().folder(), frame.volume()));
  }
}
