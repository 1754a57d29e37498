package io.quantunet.mqtt;

import io.quantunet.broker.EmbeddedBroker;
import io.quantunet.mqtt.settings.BrokerProfile;
import io.quantunet.testsupport.Mosquitto;

/** A real broker that a test can stop and start on the same port. */
interface TestBroker extends AutoCloseable {

  /** Where it listens. */
  String url();

  /** What the connector should know of it. */
  BrokerProfile profile();

  /** Whether sessions survive a restart. */
  boolean keepsSessions();

  void start();

  void stop();

  @Override
  void close();

  /** HiveMQ CE in this process. */
  static TestBroker hiveMq() {
    return new TestBroker() {
      private EmbeddedBroker broker = EmbeddedBroker.onLoopback(0).start();
      private final int port = broker.port();

      @Override
      public String url() {
        return "tcp://127.0.0.1:" + port;
      }

      @Override
      public BrokerProfile profile() {
        return BrokerProfile.HIVEMQ;
      }

      @Override
      public boolean keepsSessions() {
        return false;
      }

      @Override
      public void start() {
        broker = EmbeddedBroker.onLoopback(port).start();
      }

      @Override
      public void stop() {
        broker.close();
      }

      @Override
      public void close() {
        broker.close();
      }
    };
  }

  /** Debian's Mosquitto; skips the test where there is none. */
  static TestBroker mosquitto() {
    Mosquitto broker = Mosquitto.require();
    return new TestBroker() {
      @Override
      public String url() {
        return broker.url();
      }

      @Override
      public BrokerProfile profile() {
        return BrokerProfile.MOSQUITTO;
      }

      @Override
      public boolean keepsSessions() {
        return true;
      }

      @Override
      public void start() {
        broker.start();
      }

      @Override
      public void stop() {
        broker.stop();
      }

      @Override
      public void close() {
        broker.close();
      }
    };
  }
}
