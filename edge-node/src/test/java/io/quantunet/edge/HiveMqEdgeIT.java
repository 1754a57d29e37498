package io.quantunet.edge;

import io.quantunet.broker.EmbeddedBroker;
import io.quantunet.mqtt.settings.BrokerProfile;
import org.junit.jupiter.api.DisplayName;

@DisplayName("An edge at the embedded HiveMQ")
class HiveMqEdgeIT extends EdgeContract {

  private EmbeddedBroker broker;

  @Override
  String startBroker() {
    broker = EmbeddedBroker.onLoopback(0).start();
    return broker.url();
  }

  @Override
  void stopBroker() {
    broker.close();
  }

  @Override
  BrokerProfile profile() {
    return BrokerProfile.HIVEMQ;
  }
}
