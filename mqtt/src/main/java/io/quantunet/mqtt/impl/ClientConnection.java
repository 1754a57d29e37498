package io.quantunet.mqtt.impl;

import akka.Done;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5RxClient;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientConnectedContext;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientReconnector;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.mqtt.model.MqttConnectionException;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.reactivex.disposables.Disposable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * One MQTT client: connects, stays connected until it is closed, fills its {@link Inbox},
 * publishes. Thread-safe; its listeners run on the client's Netty thread.
 */
public final class ClientConnection {

  private final MqttConnectionSettings settings;
  private final int budget;
  private final Inbox inbox;
  private final Reconnection reconnection;
  private final StateObservers states = new StateObservers();
  private final InFlight publishes = new InFlight();
  private final Mqtt5RxClient client;
  private final Mqtt5AsyncClient async;

  private final CompletableFuture<Done> firstConnected = new CompletableFuture<>();
  private final CompletableFuture<Done> closed = new CompletableFuture<>();

  private boolean connecting;
  private boolean closing;
  private volatile boolean ended;
  private volatile Disposable incoming;
  private volatile Subscriber subscriber;
  private volatile CompletableFuture<Void> pause = CompletableFuture.completedFuture(null);

  /**
   * Makes a connection that is not connected yet.
   *
   * @param budget how many QoS 1 and 2 messages may be unacknowledged, where the broker's profile
   *     lets it be announced; also how many QoS 0 messages are kept; 1..65,535
   */
  public ClientConnection(MqttConnectionSettings settings, int budget) {
    if (budget < 1 || budget > 65_535) {
      throw new IllegalArgumentException("The in-flight budget must be 1..65535, not " + budget);
    }
    this.settings = settings;
    this.budget = budget;
    this.inbox = new Inbox(settings.clientId(), budget);
    this.reconnection = new Reconnection(settings, System::nanoTime);
    this.client = ClientFactory.client(settings, this::onConnected, this::onDisconnected);
    this.async = client.toAsync();
    states.add(settings.stateListener());
  }

  /** Starts to connect, once; completes with the first connection. */
  public synchronized CompletionStage<Done> connect() {
    if (!connecting && !closing) {
      connecting = true;
      states.change(ConnectionState.CONNECTING);
      // Before CONNECT: the messages of a resumed session follow the CONNACK at once.
      receive();
      // Its end is told by the listeners.
      CompletableFuture<?> unused =
          async.connect(ClientFactory.connect(settings, receiveMaximum()));
      settings.firstConnectTimeout().ifPresent(this::failWithoutConnection);
    }
    return firstConnected;
  }

  private OptionalInt receiveMaximum() {
    if (settings.receiveMaximum().isPresent()) {
      return settings.receiveMaximum();
    }
    return settings.profile().honoursReceiveMaximum()
        ? OptionalInt.of(budget)
        : OptionalInt.empty();
  }

  private void receive() {
    incoming =
        client
            .publishes(MqttGlobalPublishFilter.ALL, true)
            .subscribe(inbox::offer, sessionLost -> receiveAgain());
  }

  /** The client ends all flows with their session. */
  private void receiveAgain() {
    if (!ended) {
      receive();
    }
  }

  private void failWithoutConnection(Duration timeout) {
    CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              MqttConnectionException failure =
                  new MqttConnectionException(
                      "Client %s got no connection to the MQTT broker at %s within %d ms: %s. Start the broker or correct its URL."
                          .formatted(
                              settings.clientId(),
                              settings.broker(),
                              timeout.toMillis(),
                              reconnection.lastReason()));
              if (firstConnected.completeExceptionally(failure)) {
                Optional.ofNullable(subscriber).ifPresent(each -> each.consumer().failed(failure));
                close();
              }
            });
  }

  private void onConnected(MqttClientConnectedContext context) {
    if (ended) {
      CompletableFuture<?> unused = async.disconnect();
      return;
    }
    boolean sessionPresent =
        ((Mqtt5ClientConnectedContext) context).getConnAck().isSessionPresent();
    inbox.connected(sessionPresent);
    reconnection.succeeded();
    boolean first = !firstConnected.isDone();
    states.change(ConnectionState.CONNECTED);
    Optional.ofNullable(subscriber)
        .ifPresent(each -> each.subscribe(async, sessionPresent && !first));
    firstConnected.complete(Done.getInstance());
  }

  private void onDisconnected(MqttClientDisconnectedContext context) {
    inbox.disconnected();
    if (ended) {
      return;
    }
    if (firstConnected.isDone()) {
      states.change(ConnectionState.RECONNECTING);
    }
    Duration delay = reconnection.failed(context.getCause());
    CompletableFuture<Void> wait =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, delay.toMillis(), TimeUnit.MILLISECONDS);
    pause = wait;
    Mqtt5ClientReconnector reconnector = (Mqtt5ClientReconnector) context.getReconnector();
    if (Reconnection.isOversent(context.getCause())
        && context.getSource() == MqttDisconnectSource.CLIENT) {
      // It would send too much at once again, before any acknowledgement: no connection would last.
      reconnector.connect(ClientFactory.withoutReceiveMaximum(reconnector.getConnect()));
    }
    reconnector
        .resubscribeIfSessionExpired(false)
        .resubscribeIfSessionPresent(false)
        .republishIfSessionExpired(true)
        .delay(0, TimeUnit.MILLISECONDS)
        .reconnectWhen(wait, (done, failure) -> reconnector.reconnect(!ended));
    if (ended) {
      wait.complete(null);
    }
  }

  /**
   * Makes {@code consumer} the one who takes the messages, subscribes now if connected and after
   * every connection, and starts to connect.
   *
   * @throws IllegalStateException when there is one already
   */
  synchronized void consume(MqttSubscriptions subscriptions, Consumer consumer) {
    if (subscriber != null) {
      throw new IllegalStateException(
          "The MQTT connection of %s has a source already; give the second source a connection of its own."
              .formatted(settings));
    }
    inbox.onAvailable(consumer::available);
    Subscriber added = new Subscriber(settings, subscriptions, consumer);
    subscriber = added;
    if (closing) {
      consumer.failed(closedFailure());
    } else if (states.current() == ConnectionState.CONNECTED) {
      added.subscribe(async, false);
    } else {
      connect();
    }
  }

  /** The next message for the consumer. */
  Optional<Delivery> poll() {
    return inbox.poll();
  }

  /**
   * Publishes once connected; survives reconnections.
   *
   * @return the empty string when the broker has it, otherwise why not; never fails
   */
  public CompletionStage<String> publish(MqttMessage message, MqttQos defaultQos) {
    CompletableFuture<String> outcome = publishes.add();
    CompletableFuture<Mqtt5PublishResult> result = send(message, defaultQos);
    CompletableFuture<?> unused =
        result.whenComplete((done, failure) -> outcome.complete(outcome(done, failure)));
    // Refused at the end: else the client keeps its threads for it until the session expires.
    CompletableFuture<?> unusedToo = outcome.whenComplete((reason, never) -> result.cancel(false));
    return outcome;
  }

  private CompletableFuture<Mqtt5PublishResult> send(MqttMessage message, MqttQos defaultQos) {
    try {
      return async.publish(Messages.toPublish(message, defaultQos));
    } catch (RuntimeException malformed) {
      return CompletableFuture.failedFuture(malformed);
    }
  }

  private static String outcome(Mqtt5PublishResult done, Throwable failure) {
    return failure == null
        ? done.getError().map(ClientConnection::describe).orElse("")
        : describe(failure);
  }

  private static String describe(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** The present state. */
  public ConnectionState state() {
    return states.current();
  }

  /** Tells {@code observer} the present state and every change; the result ends that. */
  public Runnable observe(java.util.function.Consumer<ConnectionState> observer) {
    states.add(observer);
    return () -> states.remove(observer);
  }

  /** Messages delivered and not yet acknowledged. */
  public int unacknowledged() {
    return inbox.unacknowledged();
  }

  /** QoS 0 messages dropped because the consumer was too slow. */
  public long dropped() {
    return inbox.dropped();
  }

  /**
   * Delivers nothing more, waits (up to the quiesce timeout) for acknowledgements and publishes
   * that are under way, says farewell to the broker and frees all threads. The session stays at the
   * broker for its expiry.
   */
  public CompletionStage<Done> close() {
    synchronized (this) {
      if (closing) {
        return closed;
      }
      closing = true;
    }
    CompletableFuture<?> unused =
        CompletableFuture.allOf(inbox.close(), publishes.whenNone())
            .completeOnTimeout(null, settings.quiesceTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((done, never) -> end());
    return closed;
  }

  private void end() {
    ended = true;
    pause.complete(null);
    // Fails when there is no connection: nothing to say farewell to.
    CompletableFuture<?> unused = async.disconnect().whenComplete((done, notConnected) -> ended());
  }

  private void ended() {
    Optional.ofNullable(incoming).ifPresent(Disposable::dispose);
    states.change(ConnectionState.CLOSED);
    firstConnected.completeExceptionally(closedFailure());
    // Whoever waits for an outcome gets one, whatever the client makes of them.
    publishes.refuse("the connection was closed before the broker acknowledged it");
    Optional.ofNullable(subscriber).ifPresent(each -> each.consumer().closed());
    closed.complete(Done.getInstance());
  }

  private MqttConnectionException closedFailure() {
    return new MqttConnectionException(
        "The MQTT connection of %s was closed; make a new one.".formatted(settings));
  }
}
