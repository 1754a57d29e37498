package io.quantunet.simulator.load;

import io.quantunet.proto.Frame;
import io.quantunet.proto.Names;
import io.quantunet.proto.PixelEncoding;
import io.quantunet.simulator.FrameSource;
import io.quantunet.simulator.SimulatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Writes one frame as it would be published, for MQTT clients that are not ours. */
public final class FrameDump {

  private FrameDump() {}

  /**
   * Writes the source's next frame to a file, as sequence 1 of a new session. Published twice, the
   * second is a duplicate: identity is in the message.
   *
   * @param file is replaced if it is there
   * @param device the device's name; publish it on this device's topic
   * @return what was written
   * @throws SimulatorException if the file cannot be written or the source has no frame
   */
  public static Frame write(
      Path file, FrameSource source, String device, PixelEncoding encoding, InstantSource clock) {
    Names.require("device", device);
    SensorMessages messages = new SensorMessages(device, Sessions.fresh(clock), encoding, 0);
    Frame frame = messages.frame(source.next(), 1, clock.instant());
    try {
      Files.write(file, frame.toByteArray());
    } catch (IOException e) {
      throw new SimulatorException("cannot write the frame to " + file + ": " + e, e);
    }
    return frame;
  }
}
