package io.quantunet.simulator.load;

import io.quantunet.mqtt.settings.BrokerAddress;
import io.quantunet.mqtt.settings.BrokerProfile;
import io.quantunet.proto.Names;
import io.quantunet.proto.PixelEncoding;
import java.time.Duration;
import java.util.function.Consumer;

/** What a fleet of simulated sensors does. Immutable; each {@code withX} gives a changed copy. */
public final class FleetSettings {

  private static final int MAX_DEVICES = 10_000;
  private static final int MAX_FPS = 1_000;
  private static final int MAX_IN_FLIGHT = 65_535;

  private final String broker;
  private final String site;
  private BrokerProfile profile = BrokerProfile.GENERIC;
  private String devicePrefix = "sensor-";
  private int devices = 4;
  private double fps = 5;
  private long frames = 0;
  private PixelEncoding encoding = PixelEncoding.PIXEL_ENCODING_DEFLATE;
  private int deadlineMillis = 0;
  private int attachEvery = 5;
  private int inFlight = 16;
  private boolean watchResults = false;
  private Duration resultPatience = Duration.ofSeconds(15);
  private Duration connectPatience = Duration.ofSeconds(20);

  private FleetSettings(String broker, String site) {
    this.broker = broker;
    this.site = site;
  }

  /**
   * Four devices of 5 frames a second until stopped: lossless, deflated, every fifth frame given
   * for training, results not watched.
   *
   * @param broker {@code tcp://HOST:PORT} or {@code ssl://HOST:PORT}
   * @param site the site in the topics
   * @throws IllegalArgumentException naming the first value that is out of range
   */
  public static FleetSettings create(String broker, String site) {
    FleetSettings settings = new FleetSettings(broker, site);
    settings.check();
    return settings;
  }

  /** The kind of broker. */
  public FleetSettings withProfile(BrokerProfile value) {
    return with(copy -> copy.profile = value);
  }

  /** Devices are called {@code <prefix>01}, {@code <prefix>02}, ... */
  public FleetSettings withDevicePrefix(String value) {
    return with(copy -> copy.devicePrefix = value);
  }

  /** This many devices, 1..10,000, each with this many frames a second, above 0, at most 1,000. */
  public FleetSettings withDevices(int count, double framesPerSecond) {
    return with(
        copy -> {
          copy.devices = count;
          copy.fps = framesPerSecond;
        });
  }

  /** This many frames in all, dealt over the devices one by one; 0 = until stopped. */
  public FleetSettings withFrames(long total) {
    return with(copy -> copy.frames = total);
  }

  /** Encoding of the pixels. */
  public FleetSettings withEncoding(PixelEncoding value) {
    return with(copy -> copy.encoding = value);
  }

  /** Deadline that every frame carries; 0 = none, lossless. */
  public FleetSettings withDeadlineMillis(int value) {
    return with(copy -> copy.deadlineMillis = value);
  }

  /** Every how many frames the feedback carries the frame itself, for training; 0 = never. */
  public FleetSettings withAttachEvery(int value) {
    return with(copy -> copy.attachEvery = value);
  }

  /** Publishes of one device that may wait for their acknowledgement, 1..65,535. */
  public FleetSettings withInFlight(int value) {
    return with(copy -> copy.inFlight = value);
  }

  /** Watching the results, and waiting this long for them after the last acknowledgement. */
  public FleetSettings withResultsWatched(Duration patience) {
    return with(
        copy -> {
          copy.watchResults = true;
          copy.resultPatience = patience;
        });
  }

  /** How long to try the first connection before it is an error; later ones are tried for ever. */
  public FleetSettings withConnectPatience(Duration value) {
    return with(copy -> copy.connectPatience = value);
  }

  /**
   * A device's name.
   *
   * @param device 0..devices-1
   */
  public String deviceName(int device) {
    return "%s%02d".formatted(devicePrefix, device + 1);
  }

  String broker() {
    return broker;
  }

  String site() {
    return site;
  }

  BrokerProfile profile() {
    return profile;
  }

  int devices() {
    return devices;
  }

  PixelEncoding encoding() {
    return encoding;
  }

  int deadlineMillis() {
    return deadlineMillis;
  }

  int attachEvery() {
    return attachEvery;
  }

  int inFlight() {
    return inFlight;
  }

  boolean watchResults() {
    return watchResults;
  }

  Duration resultPatience() {
    return resultPatience;
  }

  Duration connectPatience() {
    return connectPatience;
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

  private FleetSettings with(Consumer<FleetSettings> change) {
    FleetSettings copy = new FleetSettings(broker, site);
    copy.profile = profile;
    copy.devicePrefix = devicePrefix;
    copy.devices = devices;
    copy.fps = fps;
    copy.frames = frames;
    copy.encoding = encoding;
    copy.deadlineMillis = deadlineMillis;
    copy.attachEvery = attachEvery;
    copy.inFlight = inFlight;
    copy.watchResults = watchResults;
    copy.resultPatience = resultPatience;
    copy.connectPatience = connectPatience;
    change.accept(copy);
    copy.check();
    return copy;
  }

  private void check() {
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

  private static void require(boolean holds, String law, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(law + ", was " + value);
    }
  }
}
