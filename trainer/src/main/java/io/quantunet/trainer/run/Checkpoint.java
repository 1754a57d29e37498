package io.quantunet.trainer.run;

import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.optimizer.Adam;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * All of a run that the next epoch depends on, in one file that is replaced whole or not at all.
 *
 * @param epochsDone epochs that are finished
 * @param bestScore best validation score so far; negative infinity before the first
 */
record Checkpoint(int epochsDone, double bestScore) {

  private static final int MAGIC = 0x51554e43; // "QUNC"
  private static final int VERSION = 1;

  /** Writes this, the net and the optimizer. */
  void write(Path file, String fingerprint, UNet net, Adam adam) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(partial)))) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeUTF(fingerprint);
      out.writeInt(epochsDone);
      out.writeDouble(bestScore);
      net.save(out);
      adam.save(out);
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads a file into the net and the optimizer.
   *
   * @param fingerprint of the settings, which must be those of the run that wrote it
   * @throws IOException if it cannot be read, is no checkpoint, or one of another run
   */
  static Checkpoint read(Path file, String fingerprint, UNet net, Adam adam) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != MAGIC || in.readInt() != VERSION) {
        throw new IOException(file + " is not a checkpoint of this version; start without resume");
      }
      String written = in.readUTF();
      if (!written.equals(fingerprint)) {
        throw new IOException(
            "%s belongs to a run with other settings (%s, now %s); give those or another --out"
                .formatted(file, written, fingerprint));
      }
      Checkpoint checkpoint = new Checkpoint(in.readInt(), in.readDouble());
      net.load(in);
      adam.load(in);
      return checkpoint;
    }
  }
}
