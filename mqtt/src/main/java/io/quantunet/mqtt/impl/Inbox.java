package io.quantunet.mqtt.impl;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.quantunet.mqtt.model.MqttQos;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has arrived and is not acknowledged. Filled by the client's thread, emptied by the source's
 * stage, acknowledged by anyone; every method is safe from any thread.
 *
 * <p>QoS 1 and 2 need no bound of their own: the broker sends no more than the in-flight budget
 * ahead of the acknowledgements. QoS 0 has no flow control in MQTT, so the oldest are dropped,
 * counted and reported.
 *
 * <p>When a connection breaks, its QoS 1 deliveries are void: the broker delivers them again if it
 * has kept the session. They are therefore confirmed toward the client, which sends nothing without
 * a connection but would count them against the budget of the next one (and leave it with a
 * flow-control error). QoS 2 messages are not repeated by the client and keep their place.
 */
final class Inbox {

  private static final Logger log = LoggerFactory.getLogger(Inbox.class);

  private final String client;
  private final int qos0Limit;
  private final Deque<Delivery> waiting = new ArrayDeque<>();
  private final Set<Delivery> unacknowledged = identitySet();
  private final Set<Delivery> stale = identitySet();
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  private Runnable wake = () -> {};
  private boolean readerWaits;
  private boolean closing;
  private int qos0Waiting;
  private long qos0Dropped;

  Inbox(String client, int qos0Limit) {
    this.client = client;
    this.qos0Limit = qos0Limit;
  }

  /**
   * The reader: {@code wake} is run once after each {@link #poll()} that found nothing, when there
   * is something.
   */
  synchronized void onAvailable(Runnable wake) {
    this.wake = wake;
  }

  void offer(Mqtt5Publish publish) {
    Delivery delivery = new Delivery(this, publish);
    Runnable toRun;
    synchronized (this) {
      if (delivery.qos() == MqttQos.AT_MOST_ONCE) {
        makeRoomForQos0();
        qos0Waiting++;
      }
      waiting.add(delivery);
      toRun = readerWaits ? wake : () -> {};
      readerWaits = false;
    }
    toRun.run();
  }

  private void makeRoomForQos0() {
    if (qos0Waiting < qos0Limit) {
      return;
    }
    boolean removed = false;
    for (var each = waiting.iterator(); each.hasNext() && !removed; ) {
      if (each.next().qos() == MqttQos.AT_MOST_ONCE) {
        each.remove();
        removed = true;
      }
    }
    qos0Waiting--;
    qos0Dropped++;
    if (qos0Dropped == 1 || qos0Dropped % 1_000 == 0) {
      log.warn(
          "MQTT client {}: {} QoS 0 messages dropped because the consumer is slower than the sender and the buffer of {} "
              + "is full; subscribe with QoS 1 to hold the sender back.",
          client,
          qos0Dropped,
          qos0Limit);
    }
  }

  /** The next message; counts as delivered, to be acknowledged. */
  synchronized Optional<Delivery> poll() {
    Delivery next = closing ? null : waiting.poll();
    if (next == null) {
      readerWaits = true;
      return Optional.empty();
    }
    if (next.qos() == MqttQos.AT_MOST_ONCE) {
      qos0Waiting--;
    } else if (!stale.remove(next)) {
      unacknowledged.add(next);
    }
    return Optional.of(next);
  }

  void acknowledge(Delivery delivery) {
    boolean last;
    synchronized (this) {
      if (!unacknowledged.remove(delivery)) {
        return;
      }
      last = closing && unacknowledged.isEmpty();
    }
    delivery.confirm();
    if (last) {
      settled.complete(null);
    }
  }

  /** Voids the QoS 1 deliveries of the connection that broke. */
  void disconnected() {
    List<Delivery> voided = new ArrayList<>();
    boolean last;
    synchronized (this) {
      unacknowledged.removeIf(each -> each.qos() == MqttQos.AT_LEAST_ONCE && voided.add(each));
      for (Delivery each : waiting) {
        if (each.qos() == MqttQos.AT_LEAST_ONCE && stale.add(each)) {
          voided.add(each);
        }
      }
      last = closing && unacknowledged.isEmpty();
    }
    voided.forEach(Delivery::confirm);
    if (last) {
      settled.complete(null);
    }
  }

  /**
   * Forgets what waits from the connection before if the broker will deliver it again; keeps it if
   * the broker has lost the session, because then these are the only copies.
   */
  synchronized void connected(boolean sessionPresent) {
    if (sessionPresent) {
      waiting.removeIf(stale::contains);
      stale.clear();
    }
  }

  /** No more deliveries; the result completes when all that were made are acknowledged. */
  CompletableFuture<Void> close() {
    boolean empty;
    synchronized (this) {
      closing = true;
      empty = unacknowledged.isEmpty();
    }
    if (empty) {
      settled.complete(null);
    }
    return settled;
  }

  /** Messages delivered and not yet acknowledged. */
  synchronized int unacknowledged() {
    return unacknowledged.size();
  }

  /** QoS 0 messages dropped so far. */
  synchronized long dropped() {
    return qos0Dropped;
  }

  private static Set<Delivery> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
