package io.quantunet.trainer.bench;

import io.quantunet.trainer.net.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** PyTorch's training step of the same net, in a process of its own that waits between steps. */
final class TorchTrainer implements Contestant {

  private static final String SCRIPT = "pytorch_peer.py";
  private static final int THREADS = 1;

  private final Path python;
  private final Path script;
  private final Process process;
  private final PrintWriter requests;
  private final BufferedReader answers;
  private final String version;

  /**
   * @throws IOException if the Python does not start or has no PyTorch
   */
  TorchTrainer(Path python, int width, int batch) throws IOException {
    this.python = python;
    this.script = unpackScript();
    this.process =
        new ProcessBuilder(
                python.toString(),
                script.toString(),
                Integer.toString(width),
                Integer.toString(batch),
                Integer.toString(THREADS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.version = answer();
  }

  /** PyTorch's version. */
  String version() {
    return version;
  }

  @Override
  public double step(Precision precision) {
    requests.println(precision.label());
    try {
      return Double.parseDouble(answer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    requests.close(); // the end of its input ends the script
    try {
      process.waitFor();
      Files.deleteIfExists(script);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(
          "%s ended without an answer; it needs PyTorch (pip install torch)".formatted(python));
    }
    return line;
  }

  private static Path unpackScript() throws IOException {
    Path file = Files.createTempFile("pytorch_peer", ".py");
    try (InputStream in = TorchTrainer.class.getResourceAsStream(SCRIPT)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }
}
