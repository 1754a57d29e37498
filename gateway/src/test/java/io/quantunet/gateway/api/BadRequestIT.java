package io.quantunet.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.gateway.Gateway;
import io.quantunet.gateway.TestSite;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The REST interface, asked for what it cannot do,")
class BadRequestIT {

  private static TestSite site;

  @BeforeAll
  static void start() {
    site = TestSite.start();
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/api/v1/results?limit=abc, limit, give 1..1000",
    "/api/v1/results?limit=0, limit, give 1..1000",
    "/api/v1/results?limit=1001, limit, give 1..1000",
    "/api/v1/results?before=-1, before, give 1",
    "/api/v1/results?device=a%2Fb, device, A-Za-z0-9",
    "/api/v1/results?session=%00, session, A-Za-z0-9",
    "/api/v1/results?outcome=perfect, outcome, SEGMENTED",
    "/api/v1/results?devcie=probe-1, devcie, use before",
    "/api/v1/results/probe-1/s1/x, sequence, give 1",
    "/api/v1/results/probe-1/s1/0, sequence, give 1",
    "/api/v1/results/pro%20be/s1/1, device, A-Za-z0-9",
    "/api/v1/frames/probe-1/s1/x.png, sequence, give 1",
  })
  @DisplayName("answers a bad parameter with 400, what is wrong, and what to do")
  void refusesBadParameters(String path, String what, String whatToDo) {
    HttpResponse<byte[]> answer = site.get(path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(TestSite.json(answer).get("error").textValue()).contains(what);
    assertThat(TestSite.json(answer).get("what_to_do").textValue()).contains(whatToDo);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/api/v1/nothing",
    "/nothing.js",
    "/vendor/../application.conf",
    "/api/v1/results/none/s1/1",
    "/api/v1/devices/none/frame.png",
    "/api/v1/frames/none/s1/1.gif",
  })
  @DisplayName("answers an unknown address with 404 in JSON")
  void answersUnknownAddresses(String path) {
    HttpResponse<byte[]> answer = site.get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(TestSite.json(answer).get("what_to_do").textValue()).isNotEmpty();
  }

  @Test
  @DisplayName("answers a wrong method with 405")
  void answersAWrongMethod() {
    HttpResponse<byte[]> answer = site.get("/api/v1/retrain");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(TestSite.json(answer).get("what_to_do").textValue()).contains("POST");
  }

  @Test
  @DisplayName("lets no page of another origin ask for a change")
  void refusesForeignPages() {
    HttpResponse<byte[]> answer =
        site.send(
            HttpRequest.newBuilder(site.uri("/api/v1/retrain"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .header("Origin", "http://elsewhere.example"));

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  @DisplayName("names a port in use, and what to do")
  void namesAPortInUse() {
    int port = site.gateway().port();

    assertThatThrownBy(
            () ->
                Gateway.start(
                        site.system(),
                        site.settings()
                            .withAddress("127.0.0.1", port)
                            .withDatabaseUrl("jdbc:h2:mem:port-in-use"))
                    .toCompletableFuture()
                    .join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(PortInUseException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("choose another");
  }
}
