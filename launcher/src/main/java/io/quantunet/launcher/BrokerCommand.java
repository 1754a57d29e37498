package io.quantunet.launcher;

import com.typesafe.config.Config;
import io.quantunet.broker.EmbeddedBroker;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quantunet broker}: the embedded MQTT broker alone. */
@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    description = "Runs the embedded MQTT 5 broker until Ctrl-C. Sessions are kept in memory only.")
final class BrokerCommand implements Callable<Integer> {

  @Mixin private ConfigOption config;

  @Option(names = "--bind", paramLabel = "HOST", description = "address to listen on")
  private String bind;

  @Option(names = "--port", paramLabel = "P", description = "port to listen on, 0 = a free one")
  private Integer port;

  @Override
  public Integer call() throws InterruptedException {
    Config settings = config.load().getConfig("quantunet.broker");
    String host = bind == null ? settings.getString("bind") : bind;
    int listen = port == null ? settings.getInt("port") : port;
    try (ServiceLifetime lifetime = new ServiceLifetime();
        EmbeddedBroker broker = EmbeddedBroker.on(host, listen).start()) {
      System.out.println("broker listens on " + broker.url() + "; Ctrl-C ends it");
      lifetime.awaitStop();
    }
    return 0;
  }
}
