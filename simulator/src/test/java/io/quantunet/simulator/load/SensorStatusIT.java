package io.quantunet.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quantunet.broker.EmbeddedBroker;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.model.MqttConnectionException;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.proto.DeviceStatus;
import io.quantunet.proto.MessageCodec;
import io.quantunet.simulator.SimulatorException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A simulated sensor that ends, or whose broker or source fails")
class SensorStatusIT {

  @RegisterExtension static final FleetBed BED = new FleetBed();

  @Test
  @DisplayName("is online while it plays and offline afterwards, retained")
  void status() throws Exception {
    Queue<MqttMessage> statuses = BED.subscribe(BED.topics().status("sensor-01"));

    BED.play(1, 50, 3);

    await().atMost(Duration.ofSeconds(10)).until(() -> statuses.size() >= 2);
    assertThat(FleetBed.states(statuses))
        .containsExactly(DeviceStatus.State.STATE_ONLINE, DeviceStatus.State.STATE_OFFLINE);
    Queue<MqttMessage> later = BED.subscribe(BED.topics().status("sensor-01"));
    await().atMost(Duration.ofSeconds(10)).until(() -> !later.isEmpty());
    assertThat(later.peek().retained()).isTrue();
    assertThat(FleetBed.states(later)).containsExactly(DeviceStatus.State.STATE_OFFLINE);
  }

  @Test
  @DisplayName("leaves a last will that says offline, and is online again when it is back")
  void lastWill() throws Exception {
    Queue<MqttMessage> statuses = BED.subscribe(BED.topics().status("sensor-01"));
    SensorFleet fleet = BED.start(BED.settings(1, 10).withFrames(0));
    await().atMost(Duration.ofSeconds(10)).until(() -> statuses.size() == 1);

    // The broker throws a client out, and publishes its will, when another comes with its name.
    MqttConnection usurper =
        MqttConnection.create(
            MqttConnectionSettings.create(BED.url(), "sensor-01." + fleet.session()), 1);
    FleetBed.finish(usurper.connect());

    await().atMost(Duration.ofSeconds(10)).until(() -> statuses.size() >= 2);
    DeviceStatus will =
        MessageCodec.DEVICE_STATUS.decode(List.copyOf(statuses).get(1).payload().toArray());
    assertThat(will.getState()).isEqualTo(DeviceStatus.State.STATE_OFFLINE);
    assertThat(will.getTimeUs()).isZero();
    FleetBed.finish(usurper.disconnect());
    await().atMost(Duration.ofSeconds(15)).until(() -> statuses.size() >= 3);
    assertThat(FleetBed.states(statuses).get(2)).isEqualTo(DeviceStatus.State.STATE_ONLINE);
    FleetBed.finish(fleet.stop());
  }

  @Test
  @DisplayName("ends with the source's error when a frame cannot be read, and goes offline")
  void brokenSource() throws Exception {
    Queue<MqttMessage> statuses = BED.subscribe(BED.topics().status("sensor-01"));
    FrameSources sources =
        (device, devices) ->
            () -> {
              throw new SimulatorException("replay: cannot read a.png");
            };

    SensorFleet fleet = SensorFleet.start(BED.system(), BED.settings(1, 10).withFrames(5), sources);

    assertThatThrownBy(() -> FleetBed.finish(fleet.done()))
        .hasRootCauseInstanceOf(SimulatorException.class)
        .hasRootCauseMessage("replay: cannot read a.png");
    await().atMost(Duration.ofSeconds(10)).until(() -> statuses.size() >= 2);
    assertThat(FleetBed.states(statuses))
        .containsExactly(DeviceStatus.State.STATE_ONLINE, DeviceStatus.State.STATE_OFFLINE);
  }

  @Test
  @DisplayName("says that there is no broker")
  void noBroker() {
    FleetSettings nowhere =
        FleetSettings.create("tcp://127.0.0.1:1", "ward")
            .withConnectPatience(Duration.ofMillis(500))
            .withFrames(1);

    SensorFleet fleet =
        SensorFleet.start(BED.system(), nowhere, FrameSources.phantom(FleetBed.SMALL, 1));

    assertThatThrownBy(() -> FleetBed.finish(fleet.done()))
        .hasRootCauseInstanceOf(MqttConnectionException.class)
        .rootCause()
        .hasMessageContaining("127.0.0.1:1");
  }

  @Test
  @DisplayName("stops within seconds when the broker is gone, and counts what it could not deliver")
  void brokerGone() throws Exception {
    EmbeddedBroker dying = EmbeddedBroker.onLoopback(0).start();
    SensorFleet fleet =
        BED.start(FleetSettings.create(dying.url(), "ward").withDevices(1, 20).withInFlight(4));
    await().atMost(Duration.ofSeconds(10)).until(() -> fleet.report().framesAcknowledged() > 0);
    dying.close();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> fleet.report().framesSent() > fleet.report().framesAcknowledged() + 1);

    FleetReport report = FleetBed.finish(fleet.stop());

    assertThat(report.framesFailed()).isPositive();
    assertThat(report.framesAcknowledged() + report.framesFailed()).isEqualTo(report.framesSent());
  }
}
