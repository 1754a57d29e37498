package io.quantunet.simulator.load;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.DeviceStatus;
import io.quantunet.proto.Feedback;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.MaskCodec;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.PixelEncoding;
import io.quantunet.simulator.SimulatedFrame;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The messages of one sensor in one session.
 *
 * @param device the sensor's name
 * @param session one power-on
 * @param encoding of the pixels
 * @param deadlineMillis in every frame, 0 = none
 */
record SensorMessages(String device, String session, PixelEncoding encoding, int deadlineMillis) {

  static final String REVIEWER = "simulator";
  private static final String DESCRIPTION = "QuantU-Net simulated ultrasound wearable";

  Frame frame(SimulatedFrame frame, long sequence, Instant captured) {
    Frame.Builder header =
        Frame.newBuilder()
            .setDevice(device)
            .setSession(session)
            .setSequence(sequence)
            .setCaptureTimeUs(micros(captured))
            .setSpacingXMm(frame.spacingMm())
            .setSpacingYMm(frame.spacingMm())
            .setDeadlineMs(deadlineMillis);
    return FrameCodec.complete(header, frame.image(), encoding);
  }

  /**
   * What the simulator knows of a frame.
   *
   * @param attach whether the frame goes along, for training
   */
  Feedback feedback(Frame frame, BinaryMask truth, boolean attach, Instant now) {
    Feedback.Builder feedback =
        Feedback.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setDevice(device)
            .setSession(session)
            .setSequence(frame.getSequence())
            .setTruth(MaskCodec.encode(truth))
            .setReviewer(REVIEWER)
            .setTimeUs(micros(now));
    if (attach) {
      feedback.setFrame(frame);
    }
    return feedback.build();
  }

  DeviceStatus online(Instant now) {
    return status(DeviceStatus.State.STATE_ONLINE).setTimeUs(micros(now)).build();
  }

  DeviceStatus offline(Instant now) {
    return status(DeviceStatus.State.STATE_OFFLINE).setTimeUs(micros(now)).build();
  }

  /** Offline at a time that nobody knows. */
  DeviceStatus lastWill() {
    return status(DeviceStatus.State.STATE_OFFLINE).build();
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private DeviceStatus.Builder status(DeviceStatus.State state) {
    return DeviceStatus.newBuilder()
        .setFormatVersion(MessageCodec.FORMAT_VERSION)
        .setDevice(device)
        .setSession(session)
        .setState(state)
        .setDescription(DESCRIPTION);
  }
}
