package io.quantunet.broker;

/** HiveMQ's {@code config.xml} (its schema is {@code config.xsd} in HiveMQ's jar). */
final class BrokerConfiguration {

  private BrokerConfiguration() {}

  static String xml(String host, int port, BrokerLimits limits) {
    return """
        <?xml version="1.0"?>
        <hivemq>
          <listeners>
            <tcp-listener><port>%d</port><bind-address>%s</bind-address></tcp-listener>
          </listeners>
          <mqtt>
            <queued-messages>
              <max-queue-size>%d</max-queue-size>
              <strategy>discard</strategy>
            </queued-messages>
            <packets><max-packet-size>%d</max-packet-size></packets>
            <receive-maximum><server-receive-maximum>%d</server-receive-maximum></receive-maximum>
          </mqtt>
          <persistence><mode>in-memory</mode></persistence>
          <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
        </hivemq>
        """
        .formatted(
            port,
            escape(host),
            limits.queuedMessagesPerClient(),
            limits.maximumPacketBytes(),
            limits.receiveMaximum());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
