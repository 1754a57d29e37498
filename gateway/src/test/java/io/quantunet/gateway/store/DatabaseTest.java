package io.quantunet.gateway.store;

import static io.quantunet.gateway.Samples.START_US;
import static io.quantunet.gateway.Samples.key;
import static io.quantunet.gateway.Samples.segmented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The database")
class DatabaseTest {

  @Test
  @DisplayName("keeps results in its file from run to run")
  void survivesARestart(@TempDir Path folder) {
    String url = "jdbc:h2:file:" + folder.resolve("results") + ";WRITE_DELAY=0";
    try (Database first = TestDatabase.open(url)) {
      new ResultStore(first)
          .store(List.of(new Arrival.Result(segmented(key("probe-1", 1)), START_US)));
    }

    try (Database second = TestDatabase.open(url)) {
      ResultStore store = new ResultStore(second);
      assertThat(store.find(key("probe-1", 1)).orElseThrow().message())
          .isEqualTo(segmented(key("probe-1", 1)));
      assertThat(store.store(List.of(new Arrival.Result(segmented(key("probe-1", 1)), START_US))))
          .containsExactly(Verdict.COPY);
    }
  }

  @Test
  @DisplayName(
      "has a result in its file before store() returns, so that a killed process loses none")
  void survivesAKill(@TempDir Path folder) throws IOException, InterruptedException {
    String url = "jdbc:h2:file:" + folder.resolve("results") + ";WRITE_DELAY=0";
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CutOffWriter.class.getName(),
                url)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();

    try (Database database = TestDatabase.open(url)) {
      assertThat(new ResultStore(database).find(key("probe-1", 1))).isPresent();
    }
  }

  @Test
  @DisplayName("says which URL cannot be used and what to check")
  void namesABadUrl(@TempDir Path folder) {
    String url = "jdbc:h2:file:" + folder.resolve("none") + ";IFEXISTS=TRUE";

    assertThatThrownBy(() -> TestDatabase.open(url))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(url)
        .hasMessageContaining("check quantunet.gateway.database");
  }

  @Test
  @DisplayName("says that a URL for no known database cannot be used")
  void namesAnUnknownDriver() {
    assertThatThrownBy(() -> TestDatabase.open("jdbc:nonesuch://host/db"))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("jdbc:nonesuch://host/db");
  }

  @Test
  @DisplayName("shows no password in its settings' text")
  void hidesThePassword() {
    DatabaseSettings settings =
        new DatabaseSettings("jdbc:h2:mem:x", "sa", "secret", 2, Duration.ofSeconds(1));

    assertThat(settings.toString()).doesNotContain("secret");
  }
}
