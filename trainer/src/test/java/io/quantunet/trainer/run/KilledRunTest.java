package io.quantunet.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.trainer.data.DataSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run whose process is killed")
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class KilledRunTest {

  private static final int HALF_A_CHECKPOINT = 200_000;

  @TempDir Path temporary;

  @Test
  void endsAsIfNothingHadHappenedThoughItDiedAmidAnEpochAndAmidACheckpoint() throws Exception {
    Path images = TinyRun.images(temporary.resolve("discs"));
    DataSet data = TinyRun.load(images);
    Path out = temporary.resolve("killed");

    killAmidEpoch(2, images, out);
    Path checkpoint = out.resolve("checkpoint.bin");
    byte[] afterFirst = Files.readAllBytes(checkpoint);
    byte[] torn = killAmidCheckpoint(images, out);

    assertThat(checkpoint).as("of epoch 1").hasBinaryContent(afterFirst);
    assertThat(torn).as("a checkpoint begun").startsWith('Q', 'U', 'N', 'C');
    List<String> said = new ArrayList<>();
    Path resumed =
        TrainingRun.run(
            TrainingSettings.of(out, KilledTraining.RECIPE, true), data, TinyRun.CLOCK, said::add);
    assertThat(said).contains("resumed after epoch 1");
    Path straight =
        TrainingRun.run(
            TrainingSettings.of(temporary.resolve("straight"), KilledTraining.RECIPE, false),
            data,
            TinyRun.CLOCK,
            line -> {});
    assertSameModel(ModelBundles.read(resumed), ModelBundles.read(straight));
    assertThat(checkpoint).hasSameBinaryContentAs(straight.resolveSibling("checkpoint.bin"));
  }

  /** Their files may differ: each process has its own order of the manifest's metrics. */
  private static void assertSameModel(LoadedModel model, LoadedModel expected) {
    assertThat(model.model()).usingRecursiveComparison().isEqualTo(expected.model());
    assertThat(model.manifest()).isEqualTo(expected.manifest());
    assertThat(model.goldenVectors())
        .usingRecursiveComparison()
        .isEqualTo(expected.goldenVectors());
  }

  private static void killAmidEpoch(int epoch, Path images, Path out) throws Exception {
    Process process = start(images, out, epoch);
    try {
      awaitLine(process, KilledTraining.WAITING);
    } finally {
      kill(process);
    }
  }

  /**
   * A pipe stands where the checkpoint is written before it is renamed, so the process is killed
   * with half of it written; that half is left behind, as a disk would.
   */
  private static byte[] killAmidCheckpoint(Path images, Path out) throws Exception {
    Path partial = out.resolve("checkpoint.bin.part");
    assertThat(new ProcessBuilder("mkfifo", partial.toString()).start().waitFor()).isZero();
    Process process = start(images, out, 0);
    byte[] half;
    try (InputStream pipe = Files.newInputStream(partial)) {
      half = pipe.readNBytes(HALF_A_CHECKPOINT);
    } finally {
      kill(process);
    }
    Files.delete(partial);
    Files.write(partial, half);
    return half;
  }

  private static Process start(Path images, Path out, int waitAtEpoch) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KilledTraining.class.getName(),
            images.toString(),
            out.toString(),
            Integer.toString(waitAtEpoch))
        .redirectErrorStream(true)
        .start();
  }

  private static void awaitLine(Process process, String wanted) throws IOException {
    BufferedReader lines = process.inputReader();
    List<String> seen = new ArrayList<>();
    String line = lines.readLine();
    while (line != null && !line.equals(wanted)) {
      seen.add(line);
      line = lines.readLine();
    }
    assertThat(line).as("what it said: %s", seen).isEqualTo(wanted);
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("SIGKILL").isEqualTo(128 + 9);
  }
}
