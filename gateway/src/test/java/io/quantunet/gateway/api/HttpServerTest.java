package io.quantunet.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.quantunet.testsupport.ActorKit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

@DisplayName("The HTTP server")
class HttpServerTest {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  private final Logger logger = (Logger) LoggerFactory.getLogger(HttpServer.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void recordLog() {
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false); // the stack trace is wanted here, not on the console
  }

  @AfterEach
  void stopRecording() {
    logger.setAdditive(true);
    logger.detachAppender(log);
  }

  @Test
  @DisplayName("names the cause of a defect in the log's line itself, and hides it from the client")
  void namesTheCauseOfADefect() throws Exception {
    HttpServer server =
        HttpServer.start(KIT.system(), "127.0.0.1", 0, broken())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);

    HttpResponse<String> answer = get(server.port());
    server.close().toCompletableFuture().get(10, TimeUnit.SECONDS);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("see the gateway's log").doesNotContain("out of cheese");
    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("java.lang.IllegalStateException: out of cheese");
  }

  private static Route broken() {
    return Directives.get(
        () -> {
          throw new IllegalStateException("out of cheese");
        });
  }

  private static HttpResponse<String> get(int port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
