package io.quantunet.mqtt.impl;

import akka.Done;
import akka.japi.Pair;
import akka.stream.Attributes;
import akka.stream.Outlet;
import akka.stream.SourceShape;
import akka.stream.stage.AbstractGraphStageWithMaterializedValue;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStageLogic;
import io.quantunet.mqtt.model.MqttMessageWithAck;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A source of a connection's messages, one per demand. Completes when the connection is closed,
 * fails when the broker refuses a subscription; a lost connection is neither.
 */
public final class MqttSourceStage
    extends AbstractGraphStageWithMaterializedValue<
        SourceShape<MqttMessageWithAck>, CompletionStage<Done>> {

  private final Outlet<MqttMessageWithAck> out = Outlet.create("MqttSource.out");
  private final SourceShape<MqttMessageWithAck> shape = SourceShape.of(out);
  private final Supplier<ClientConnection> connections;
  private final boolean owner;
  private final MqttSubscriptions subscriptions;

  /**
   * Describes the source.
   *
   * @param connections gives the connection, once per materialization
   * @param owner whether the connection ends with the source
   */
  public MqttSourceStage(
      Supplier<ClientConnection> connections, boolean owner, MqttSubscriptions subscriptions) {
    this.connections = connections;
    this.owner = owner;
    this.subscriptions = subscriptions;
  }

  @Override
  public SourceShape<MqttMessageWithAck> shape() {
    return shape;
  }

  @Override
  public Pair<GraphStageLogic, CompletionStage<Done>> createLogicAndMaterializedValuePair(
      Attributes attributes) {
    Logic logic = new Logic();
    return Pair.create(logic, logic.ready);
  }

  private final class Logic extends GraphStageLogic implements Consumer {

    private final CompletableFuture<Done> ready = new CompletableFuture<>();
    private AsyncCallback<Done> onAvailable;
    private AsyncCallback<Throwable> onFailed;
    private AsyncCallback<Done> onClosed;
    private ClientConnection connection;

    Logic() {
      super(shape);
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pushNext();
            }
          });
    }

    @Override
    public void preStart() {
      onAvailable = createAsyncCallback(done -> pushNext());
      onFailed = createAsyncCallback(this::failStage);
      onClosed = createAsyncCallback(done -> completeStage());
      try {
        connection = connections.get();
        connection.consume(subscriptions, this);
      } catch (RuntimeException e) {
        failed(e);
      }
    }

    private void pushNext() {
      if (isAvailable(out)) {
        Optional<Delivery> next = connection.poll();
        if (next.isPresent()) {
          push(out, next.get());
        }
      }
    }

    @Override
    public void postStop() {
      if (owner && connection != null) {
        connection.close();
      }
      ready.completeExceptionally(
          new IllegalStateException("The MQTT source ended before it was subscribed."));
    }

    @Override
    public void available() {
      onAvailable.invoke(Done.getInstance());
    }

    @Override
    public void subscribed() {
      ready.complete(Done.getInstance());
    }

    @Override
    public void failed(Throwable cause) {
      ready.completeExceptionally(cause);
      onFailed.invoke(cause);
    }

    @Override
    public void closed() {
      onClosed.invoke(Done.getInstance());
    }
  }
}
