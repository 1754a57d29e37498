package io.quantunet.gateway;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.MessageLite;
import com.typesafe.config.ConfigFactory;
import io.quantunet.broker.EmbeddedBroker;
import io.quantunet.gateway.store.TestDatabase;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttFlow;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.proto.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gateway with everything real around it: broker, database, HTTP. Each is a site of its own, so
 * that they can share one broker, whose end takes seconds.
 */
public final class TestSite implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final ActorTestKit kit = ActorTestKit.create("gateway-test");
  private final EmbeddedBroker broker;
  private final boolean ownsBroker;
  private final String databaseUrl = TestDatabase.url();
  private final String name = "test-" + NUMBER.incrementAndGet();
  private final Topics topics = new Topics(name);
  private final HttpClient http = HttpClient.newHttpClient();
  private final MqttConnection publisher;
  private final Gateway gateway;

  private TestSite(EmbeddedBroker broker, boolean ownsBroker) {
    this.broker = broker;
    this.ownsBroker = ownsBroker;
    publisher =
        MqttConnection.create(MqttConnectionSettings.create(broker.url(), name + "-publisher"), 16);
    gateway = await(Gateway.start(kit.system(), settings()));
    await(gateway.subscribed());
  }

  /** Starts it all and waits until results can arrive. */
  public static TestSite start() {
    return new TestSite(SharedBroker.BROKER, false);
  }

  /** The same with a broker of its own, which a test may stop. */
  public static TestSite startWithOwnBroker() {
    return new TestSite(EmbeddedBroker.onLoopback(0).start(), true);
  }

  /** The settings of its gateway: any free port. */
  public GatewaySettings settings() {
    return GatewaySettings.fromConfig(ConfigFactory.load())
        .withSite(name)
        .withMqtt(
            MqttConnectionSettings.create(broker.url(), name + "-gateway").withCleanStart(false))
        .withAddress("127.0.0.1", 0)
        .withDatabaseUrl(databaseUrl);
  }

  public Gateway gateway() {
    return gateway;
  }

  public ActorSystem<?> system() {
    return kit.system();
  }

  public Topics topics() {
    return topics;
  }

  public String brokerUrl() {
    return broker.url();
  }

  public String databaseUrl() {
    return databaseUrl;
  }

  /** Ends the broker only. */
  public void stopBroker() {
    broker.close();
  }

  /** Publishes a message at QoS 1 and waits for its acknowledgement. */
  public void publish(String topic, MessageLite message) {
    publish(topic, message.toByteArray(), false);
  }

  /** Publishes bytes at QoS 1 and waits for their acknowledgement. */
  public void publish(String topic, byte[] payload, boolean retained) {
    MqttMessage message =
        MqttMessage.create(topic, ByteString.fromArray(payload)).withRetained(retained);
    MqttPublishResult<String> result =
        await(
            Source.single(new MqttPublish<>(message, topic))
                .via(MqttFlow.<String>publish(publisher, 1))
                .runWith(Sink.head(), kit.system()));
    if (result instanceof MqttPublishResult.Refused<String> refused) {
      throw new AssertionError("not published: " + refused.reason());
    }
  }

  /** The page's address with this path. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + gateway.port() + path);
  }

  /** The answer to a GET, as bytes. */
  public HttpResponse<byte[]> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  /** The JSON of a GET's answer. */
  public JsonNode json(String path) {
    return json(get(path));
  }

  /** An answer's JSON. */
  public static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(
          "no JSON: " + new String(response.body(), StandardCharsets.UTF_8), e);
    }
  }

  /** Sends a request. */
  public HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(publisher.disconnect());
    await(gateway.close());
    if (ownsBroker) {
      broker.close();
    }
    kit.shutdownTestKit();
  }

  static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static final class SharedBroker {
    static final EmbeddedBroker BROKER = EmbeddedBroker.onLoopback(0).start();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close));
    }
  }
}
