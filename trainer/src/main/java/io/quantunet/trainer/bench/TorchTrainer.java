package io.quantunet.trainer.bench;

import io.quantunet.trainer.net.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** PyTorch's training step of the same net, in a process of its own that waits between steps. */
final class TorchTrainer implements Contestant {

  private static final String SCRIPT = "pytorch_peer.py";
  private static final int THREADS = 1;

  private final Path python;
  private final Process process;
  private final PrintWriter requests;
  private final BufferedReader answers;
  private final String version;

  /**
   * @throws IOException if the Python does not start or has no PyTorch; its process is then gone
   */
  TorchTrainer(Path python, int width, int batch) throws IOException {
    this.python = python;
    this.process =
        new ProcessBuilder(
                python.toString(),
                "-c",
                script(),
                Integer.toString(width),
                Integer.toString(batch),
                Integer.toString(THREADS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.version = firstAnswer();
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
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  private String firstAnswer() throws IOException {
    try {
      return answer();
    } catch (IOException e) {
      process.destroyForcibly().onExit().join();
      throw e;
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

  private static String script() throws IOException {
    try (InputStream in = TorchTrainer.class.getResourceAsStream(SCRIPT)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
