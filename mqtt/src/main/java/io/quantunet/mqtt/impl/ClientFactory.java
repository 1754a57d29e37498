package io.quantunet.mqtt.impl;

import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedListener;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedListener;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.Mqtt5RxClient;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectRestrictions;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.reactivex.schedulers.Schedulers;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** From settings to the client's own objects. */
final class ClientFactory {

  private ClientFactory() {}

  static Mqtt5RxClient client(
      MqttConnectionSettings settings,
      MqttClientConnectedListener onConnected,
      MqttClientDisconnectedListener onDisconnected) {
    // Callbacks stay on the client's own thread: a scheduler in between would buffer 128 messages
    // of its own, out of the inbox's sight.
    Mqtt5ClientBuilder builder =
        Mqtt5Client.builder()
            .identifier(settings.clientId())
            .transportConfig(transport(settings))
            .executorConfig()
            .applicationScheduler(Schedulers.trampoline())
            .applyExecutorConfig()
            .addConnectedListener(onConnected)
            .addDisconnectedListener(onDisconnected);
    // Credentials and will belong to the client, not to the first CONNECT: reconnections keep them.
    if (settings.credentials().isPresent()) {
      builder =
          builder.simpleAuth(
              Mqtt5SimpleAuth.builder()
                  .username(settings.credentials().get().username())
                  .password(
                      settings.credentials().get().password().getBytes(StandardCharsets.UTF_8))
                  .build());
    }
    if (settings.will().isPresent()) {
      builder = builder.willPublish(Messages.toPublish(settings.will().get()));
    }
    return builder.buildRx();
  }

  private static MqttClientTransportConfig transport(MqttConnectionSettings settings) {
    long timeoutMillis = settings.connectionTimeout().toMillis();
    MqttClientTransportConfigBuilder transport =
        MqttClientTransportConfig.builder()
            .serverHost(settings.broker().host())
            .serverPort(settings.broker().port())
            .socketConnectTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
            .mqttConnectTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
    return settings.broker().tls() ? transport.sslWithDefaultConfig().build() : transport.build();
  }

  static Mqtt5Connect connect(MqttConnectionSettings settings, OptionalInt receiveMaximum) {
    Mqtt5ConnectBuilder connect =
        Mqtt5Connect.builder()
            .cleanStart(settings.cleanStart())
            .sessionExpiryInterval(settings.sessionExpiry().toSeconds())
            .keepAlive(Math.toIntExact(settings.keepAlive().toSeconds()));
    return receiveMaximum.isPresent()
        ? connect
            .restrictions()
            .receiveMaximum(receiveMaximum.getAsInt())
            .applyRestrictions()
            .build()
        : connect.build();
  }

  /** The same CONNECT, with a client that takes as much as the broker likes to send. */
  static Mqtt5Connect withoutReceiveMaximum(Mqtt5Connect connect) {
    return connect
        .extend()
        .restrictions()
        .receiveMaximum(Mqtt5ConnectRestrictions.DEFAULT_RECEIVE_MAXIMUM)
        .applyRestrictions()
        .build();
  }
}
