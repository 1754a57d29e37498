package io.quantunet.simulator.load;

import akka.actor.typed.ActorSystem;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import io.quantunet.broker.EmbeddedBroker;
import io.quantunet.mqtt.MqttSource;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DeviceStatus;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.Topics;
import io.quantunet.simulator.phantom.PhantomSettings;
import io.quantunet.testsupport.ActorKit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real broker, an actor system and subscribers for the tests of fleets; a site of its own for
 * each test.
 */
final class FleetBed implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  static final PhantomSettings SMALL = PhantomSettings.defaults().withSize(96, 80);

  private final ActorKit kit = ActorKit.create();
  private final EmbeddedBroker broker = EmbeddedBroker.onLoopback(0);
  private final List<UniqueKillSwitch> subscriptions = new ArrayList<>();
  private int site = 1;
  private int subscribers;

  @Override
  public void beforeAll(ExtensionContext context) {
    broker.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    subscriptions.forEach(UniqueKillSwitch::shutdown);
    subscriptions.clear();
    site++;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    kit.afterAll(context);
    broker.close();
  }

  ActorSystem<Void> system() {
    return kit.system();
  }

  String url() {
    return broker.url();
  }

  Topics topics() {
    return new Topics("ward" + site);
  }

  FleetSettings settings(int devices, double fps) {
    return FleetSettings.create(url(), topics().site()).withDevices(devices, fps);
  }

  SensorFleet start(FleetSettings settings) {
    return SensorFleet.start(system(), settings, FrameSources.phantom(SMALL, 1));
  }

  FleetReport play(int devices, double fps, long frames) throws Exception {
    return finish(start(settings(devices, fps).withFrames(frames)).done());
  }

  static <T> T finish(CompletionStage<T> done) throws Exception {
    return done.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** What arrives under a filter from now on, retained messages included. */
  Queue<MqttMessage> subscribe(String filter) throws Exception {
    Queue<MqttMessage> received = new ConcurrentLinkedQueue<>();
    var running =
        MqttSource.atMostOnce(
                MqttConnectionSettings.create(url(), "subscriber" + ++subscribers),
                MqttSubscriptions.create(filter, MqttQos.AT_LEAST_ONCE),
                100)
            .viaMat(KillSwitches.single(), Keep.both())
            .to(Sink.foreach(received::add))
            .run(system());
    finish(running.first());
    subscriptions.add(running.second());
    return received;
  }

  static List<DeviceStatus.State> states(Queue<MqttMessage> statuses) throws DecodeException {
    List<DeviceStatus.State> states = new ArrayList<>();
    for (MqttMessage message : statuses) {
      states.add(MessageCodec.DEVICE_STATUS.decode(message.payload().toArray()).getState());
    }
    return states;
  }
}
