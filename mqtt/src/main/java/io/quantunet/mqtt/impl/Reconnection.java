package io.quantunet.mqtt.impl;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long to wait before the next attempt, and what to say: one warning when a connection breaks
 * or cannot be made, one line when it is back, nothing in between. On the client's thread only.
 */
final class Reconnection {

  private static final Logger log = LoggerFactory.getLogger(Reconnection.class);
  private static final double JITTER = 0.2;

  /** Doubling a millisecond this often makes 12 days: no overflow, and beyond any maximum. */
  private static final int LAST_STEP = 30;

  private final MqttConnectionSettings settings;
  private final LongSupplier nanoClock;
  private int step;
  private boolean everConnected;
  private boolean connected;
  private boolean shortLived;
  private boolean warned;
  private long connectedAtNanos;
  private volatile String lastReason = "no answer";

  Reconnection(MqttConnectionSettings settings, LongSupplier nanoClock) {
    this.settings = settings;
    this.nanoClock = nanoClock;
  }

  /** Another failure; gives the pause before the next attempt. */
  Duration failed(Throwable cause) {
    if (connected) {
      connected = false;
      warned = false;
      // A connection that breaks at once is no success: start over only after one that lasted.
      shortLived =
          nanoClock.getAsLong() - connectedAtNanos < settings.reconnectMax().toNanos() && step > 0;
      step = shortLived ? step : 0;
    }
    lastReason = reason(cause);
    tell(cause);
    Duration pause = pause(isTakenOver(cause) ? Integer.MAX_VALUE : step);
    step = Math.min(step + 1, LAST_STEP);
    return pause;
  }

  private void tell(Throwable cause) {
    if (warned) {
      log.debug("MQTT client {}: attempt {} failed: {}", settings.clientId(), step, lastReason);
      return;
    }
    warned = true;
    log.warn(
        "MQTT client {}: {} the broker at {} ({}). {} Trying again, at least every {} s.",
        settings.clientId(),
        everConnected ? "lost the connection to" : "cannot connect to",
        settings.broker(),
        lastReason,
        advice(cause),
        Math.max(1, settings.reconnectMax().toSeconds()));
  }

  /** Connected. */
  void succeeded() {
    if (warned) {
      log.info(
          "MQTT client {}: connected to the broker at {}.", settings.clientId(), settings.broker());
    }
    everConnected = true;
    connected = true;
    connectedAtNanos = nanoClock.getAsLong();
  }

  /** Why there is no connection, for an error. */
  String lastReason() {
    return lastReason;
  }

  private Duration pause(int attempt) {
    long least = settings.reconnectMin().toMillis();
    long most = settings.reconnectMax().toMillis();
    long doubled = attempt <= LAST_STEP ? Math.min(most, least << attempt) : most;
    double jitter = 1 + JITTER * ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis(Math.max(1, (long) (doubled * jitter)));
  }

  private static boolean isTakenOver(Throwable cause) {
    return hasReason(cause, Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER);
  }

  /** The client left because the broker did not honour its receive maximum. */
  static boolean isOversent(Throwable cause) {
    return hasReason(cause, Mqtt5DisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
  }

  private static boolean hasReason(Throwable cause, Mqtt5DisconnectReasonCode reason) {
    return cause instanceof Mqtt5DisconnectException disconnect
        && disconnect.getMqttMessage().getReasonCode() == reason;
  }

  private static String reason(Throwable cause) {
    if (cause instanceof Mqtt5DisconnectException disconnect) {
      return disconnect.getMqttMessage().getReasonCode().name();
    }
    if (cause instanceof Mqtt5ConnAckException connAck) {
      return connAck.getMqttMessage().getReasonCode().name();
    }
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private String advice(Throwable cause) {
    if (isTakenOver(cause)) {
      return "Another client has connected with the same client id: give each its own.";
    }
    if (isOversent(cause)) {
      return "The broker sends more than the receive maximum (Mosquitto 2.0 does: see BrokerProfile); it is not announced any more.";
    }
    if (shortLived) {
      return "Connections keep breaking: does another client use the same client id?";
    }
    if (cause instanceof Mqtt5DisconnectException) {
      return "See the broker's log.";
    }
    if (cause instanceof Mqtt5ConnAckException) {
      return "See the broker's log; check user, password and client id.";
    }
    return everConnected ? "Is it still running?" : "Start it or correct its URL.";
  }
}
