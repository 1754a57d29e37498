package io.quantunet.simulator.load;

import io.quantunet.mqtt.settings.BrokerAddress;
import io.quantunet.mqtt.settings.BrokerProfile;
import io.quantunet.proto.Names;
import io.quantunet.proto.PixelEncoding;
import java.time.Duration;

/**
 * What a fleet of simulated sensors does. Immutable; each {@code withX} gives a changed copy.
 *
 * @param broker {@code tcp://HOST:PORT} or {@code ssl://HOST:PORT}
 * @param profile the kind of broker
 * @param site the site in the topics
 * @param devicePrefix devices are called {@code <prefix>01}, {@code <prefix>02}, ...
 * @param devices how many, 1..10,000
 * @param fps frames a second of each device, above 0, at most 1,000
 * @param frames how many in all, dealt over the devices one by one; 0 = until stopped
 * @param encoding of the pixels
 * @param deadlineMillis carried by every frame; 0 = none, lossless
 * @param attachEvery every how many frames the feedback carries the frame itself, for training; 0 =
 *     never
 * @param inFlight publishes of one device that may wait for their acknowledgement, 1..65,535
 * @param watchResults whether to subscribe to the results and report outcomes and latency
 * @param resultPatience how long to wait for results after the last acknowledgement
 * @param connectPatience how long to try the first connection before it is an error; later ones are
 *     tried for ever
 */
public record FleetSettings(
    String broker,
    BrokerProfile profile,
    String site,
    String devicePrefix,
    int devices,
    double fps,
    long frames,
    PixelEncoding encoding,
    int deadlineMillis,
    int attachEvery,
    int inFlight,
    boolean watchResults,
    Duration resultPatience,
    Duration connectPatience) {

  private static final int MAX_DEVICES = 10_000;
  private static final int MAX_FPS = 1_000;
  private static final int MAX_IN_FLIGHT = 65_535;

  /**
   * @throws IllegalArgumentException naming the first value that is out of range
   */
  public FleetSettings {
    BrokerAddress.parse(broker);
    Names.require("site", site);
    Names.require("device", devicePrefix + MAX_DEVICES);
    require(devices >= 1 && devices <= MAX_DEVICES, "devices must be 1..10000", devices);
    require(fps > 0 && fps <= MAX_FPS, "fps must be above 0 and at most 1000", fps);
    require(frames >= 0, "frames must not be negative", frames);
    require(deadlineMillis >= 0, "deadlineMillis must not be negative", deadlineMillis);
    require(attachEvery >= 0, "attachEvery must not be negative", attachEvery);
    require(inFlight >= 1 && inFlight <= MAX_IN_FLIGHT, "inFlight must be 1..65535", inFlight);
    require(!resultPatience.isNegative(), "resultPatience must not be negative", resultPatience);
  }

  /**
   * Four devices of 5 frames a second until stopped: lossless, deflated, every fifth frame given
   * for training, results not watched.
   */
  public static FleetSettings create(String broker, String site) {
    return new FleetSettings(
        broker,
        BrokerProfile.GENERIC,
        site,
        "sensor-",
        4,
        5,
        0,
        PixelEncoding.PIXEL_ENCODING_DEFLATE,
        0,
        5,
        16,
        false,
        Duration.ofSeconds(15),
        Duration.ofSeconds(20));
  }

  public FleetSettings withProfile(BrokerProfile value) {
    return new FleetSettings(
        broker,
        value,
        site,
        devicePrefix,
        devices,
        fps,
        frames,
        encoding,
        deadlineMillis,
        attachEvery,
        inFlight,
        watchResults,
        resultPatience,
        connectPatience);
  }

  public FleetSettings withDevicePrefix(String value) {
    return new FleetSettings(
        broker,
        profile,
        site,
        value,
        devices,
        fps,
        frames,
        encoding,
        deadlineMillis,
        attachEvery,
        inFlight,
        watchResults,
        resultPatience,
        connectPatience);
  }

  /** This many devices, each with this many frames a second. */
  public FleetSettings withDevices(int count, double framesPerSecond) {
    return new FleetSettings(
        broker,
        profile,
        site,
        devicePrefix,
        count,
        framesPerSecond,
        frames,
        encoding,
        deadlineMillis,
        attachEvery,
        inFlight,
        watchResults,
        resultPatience,
        connectPatience);
  }

  /** This many frames in all; 0 = until stopped. */
  public FleetSettings withFrames(long total) {
    return new FleetSettings(
        broker,
        profile,
        site,
        devicePrefix,
        devices,
        fps,
        total,
        encoding,
        deadlineMillis,
        attachEvery,
        inFlight,
        watchResults,
        resultPatience,
        connectPatience);
  }

  public FleetSettings withEncoding(PixelEncoding value) {
    return new FleetSettings(
        broker,
        profile,
        site,
        devicePrefix,
        devices,
        fps,
        frames,
        value,
        deadlineMillis,
        attachEvery,
        inFlight,
        watchResults,
        resultPatience,
        connectPatience);
  }

  public FleetSettings withDeadlineMillis(int value) {
    return new FleetSettings(
        broker,
        profile,
        site,
        devicePrefix,
        devices,
        fps,
        frames,
        encoding,
        value,
        attachEvery,
        inFlight,
        watchResults,
        resultPatience,
        connectPatience);
  }

  public FleetSettings withAttachEvery(int value) {
    return new FleetSettings(
        broker,
        profile,
        site,
        devicePrefix,
        devices,
        fps,
        frames,
        encoding,
        deadlineMillis,
        value,
        inFlight,
        watchResults,
        resultPatience,
        connectPatience);
  }

  public FleetSettings withInFlight(int value) {
    return new FleetSettings(
        broker,
        profile,
        site,
        devicePrefix,
        devices,
        fps,
        frames,
        encoding,
        deadlineMillis,
        attachEvery,
        value,
        watchResults,
        resultPatience,
        connectPatience);
  }

  /** Watching the results, and waiting this long for them after the last acknowledgement. */
  public FleetSettings withResultsWatched(Duration patience) {
    return new FleetSettings(
        broker,
        profile,
        site,
        devicePrefix,
        devices,
        fps,
        frames,
        encoding,
        deadlineMillis,
        attachEvery,
        inFlight,
        true,
        patience,
        connectPatience);
  }

  public FleetSettings withConnectPatience(Duration value) {
    return new FleetSettings(
        broker,
        profile,
        site,
        devicePrefix,
        devices,
        fps,
        frames,
        encoding,
        deadlineMillis,
        attachEvery,
        inFlight,
        watchResults,
        resultPatience,
        value);
  }

  /**
   * A device's name.
   *
   * @param device 0..devices-1
   */
  public String deviceName(int device) {
    return "%s%02d".formatted(devicePrefix, device + 1);
  }

  /**
   * How many of the frames are a device's: frame k of all is device {@code k mod devices}'s.
   *
   * @param device 0..devices-1
   * @return {@link Long#MAX_VALUE} if they go on until stopped
   */
  long framesOf(int device) {
    return frames == 0 ? Long.MAX_VALUE : (frames - device + devices - 1) / devices;
  }

  /** Time between two frames of a device. */
  Duration interval() {
    return Duration.ofNanos(Math.round(1e9 / fps));
  }

  private static void require(boolean holds, String law, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(law + ", was " + value);
    }
  }
}
