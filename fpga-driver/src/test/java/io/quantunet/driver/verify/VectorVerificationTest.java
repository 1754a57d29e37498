package io.quantunet.driver.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.engine.EngineKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The vector verification")
class VectorVerificationTest {

  /** By hand: logits 2 * 3 - 1 = 5 and 2 * 0 - 1 = -1. */
  private static final String HEAD =
      """
      {"kind": "logits1x1", "threshold": 4,
       "input": {"shape": [1, 1, 2, 1], "bits": 2, "exponent": 0, "codes": [3, 0]},
       "weights": {"shape": [1, 1, 1, 1], "bits": 3, "exponents": [0], "codes": [2]},
       "bias": [-1],
       "output": {"shape": [1, 1, 2, 1], "logits": [5, -1], "mask": [1, 0]}}
      """;

  @TempDir Path folder;

  @Test
  void passesWhatIsRight() throws IOException {
    write("a.json.gz", HEAD);

    VectorVerification.Report report = VectorVerification.run(folder, EngineKind.REFERENCE);

    assertThat(report.passed()).isTrue();
    assertThat(report.cases()).isEqualTo(1);
    assertThat(report.compared()).isEqualTo(4);
  }

  @Test
  void countsWhatDiffersAndNamesTheFile() throws IOException {
    write("a.json.gz", HEAD);
    write("b.json.gz", HEAD.replace("[5, -1]", "[5, 1]").replace("[1, 0]}", "[1, 1]}"));

    VectorVerification.Report report = VectorVerification.run(folder, EngineKind.ONEDNN);

    assertThat(report.passed()).isFalse();
    assertThat(report.differingCodes()).isEqualTo(2);
    assertThat(report.failures())
        .containsExactly(new VectorVerification.Failure("b.json.gz", 2, "result"));
  }

  @Test
  void namesAFileThatIsNoVector() throws IOException {
    write("a.json.gz", "{\"kind\": \"conv5x5\"}");

    assertThatThrownBy(() -> VectorVerification.run(folder, EngineKind.REFERENCE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.json.gz: no readable vector: no field");
  }

  @Test
  void refusesAFolderWithoutVectors() {
    assertThatThrownBy(() -> VectorVerification.run(folder, EngineKind.REFERENCE))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": no vectors (*.json.gz) in it");
    assertThatThrownBy(() -> VectorVerification.run(folder.resolve("none"), EngineKind.REFERENCE))
        .hasMessage(folder.resolve("none") + ": no folder of vectors");
  }

  private void write(String name, String json) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    }
  }
}
