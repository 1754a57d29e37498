package io.quantunet.mqtt;

import akka.Done;
import akka.NotUsed;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.SourceQueueWithComplete;
import io.quantunet.mqtt.impl.ClientConnection;
import io.quantunet.mqtt.model.ConnectionState;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import java.util.concurrent.CompletionStage;

/**
 * One MQTT client, shared by at most one source and any number of publishers, for a service that is
 * one client at its broker. It connects on the first use (or by {@link #connect()}), reconnects and
 * subscribes again for as long as it takes, and ends with {@link #disconnect()}; a source or a
 * publisher that ends does not end it.
 *
 * <p>Thread-safe. Sources and flows that are made from settings have a connection of their own,
 * which ends with them.
 */
public final class MqttConnection {

  private static final int STATES_BUFFER = 64;

  private final ClientConnection connection;

  private MqttConnection(ClientConnection connection) {
    this.connection = connection;
  }

  /**
   * A connection that is not connected yet.
   *
   * @param settings where and as whom
   * @param inFlightBudget how many received QoS 1 and 2 messages may be unacknowledged, 1..65,535.
   *     It is announced to the broker as the receive maximum, unless the settings have another or
   *     the broker's profile forbids it; and it is how many QoS 0 messages wait for a slow consumer
   *     before the oldest are dropped
   */
  public static MqttConnection create(MqttConnectionSettings settings, int inFlightBudget) {
    return new MqttConnection(new ClientConnection(settings, inFlightBudget));
  }

  /**
   * Starts to connect, if it has not been started.
   *
   * @return completes with the first connection; fails with {@link
   *     io.quantunet.mqtt.model.MqttConnectionException} after the settings' first-connect timeout
   *     or when disconnected before
   */
  public CompletionStage<Done> connect() {
    return connection.connect();
  }

  /** Where the connection stands now. */
  public ConnectionState state() {
    return connection.state();
  }

  /**
   * The present state and every change from then on; completes after {@link
   * ConnectionState#CLOSED}.
   */
  public Source<ConnectionState, NotUsed> states() {
    return Source.<ConnectionState>queue(STATES_BUFFER, OverflowStrategy.dropHead())
        .mapMaterializedValue(this::feed);
  }

  private NotUsed feed(SourceQueueWithComplete<ConnectionState> queue) {
    Runnable end =
        connection.observe(
            state -> {
              queue.offer(state);
              if (state == ConnectionState.CLOSED) {
                queue.complete();
              }
            });
    queue.watchCompletion().whenComplete((done, failure) -> end.run());
    return NotUsed.getInstance();
  }

  /** Messages delivered to the source and not yet acknowledged. */
  public int unacknowledged() {
    return connection.unacknowledged();
  }

  /** QoS 0 messages dropped because the source's consumer was too slow. */
  public long dropped() {
    return connection.dropped();
  }

  /**
   * Delivers nothing more, waits (up to the settings' quiesce timeout) for outstanding
   * acknowledgements and publishes, then leaves the broker, which keeps the session for its expiry.
   * The connection cannot be used again.
   *
   * @return completes when it is over; never fails
   */
  public CompletionStage<Done> disconnect() {
    return connection.close();
  }

  ClientConnection client() {
    return connection;
  }
}
