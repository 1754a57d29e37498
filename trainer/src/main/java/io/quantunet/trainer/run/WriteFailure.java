package io.quantunet.trainer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is said when a file of a run cannot be written, which most often is a full disk. */
final class WriteFailure {

  private WriteFailure() {}

  /**
   * Names the file, the reason, what is untouched, and how the run goes on.
   *
   * @param file in the run's folder
   * @param cause why it cannot be written
   */
  static IOException of(Path file, IOException cause) {
    boolean resumable = Files.exists(file.resolveSibling(TrainingRun.CHECKPOINT_NAME));
    return new IOException(
        "%s cannot be written: %s; %s"
            .formatted(
                file,
                cause.getMessage(),
                resumable
                    ? "the checkpoint of the last finished epoch is untouched, make room and"
                        + " --resume"
                    : "make room and start again"),
        cause);
  }
}
