package io.quantunet.trainer.run;

import io.quantunet.trainer.run.recipe.Recipe;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * All of a run that the next epoch depends on, in one file that is replaced whole or not at all.
 *
 * @param epochsDone epochs that are finished
 * @param bestScore best validation score so far; negative infinity before the first
 * @param epochsSinceBest folded epochs since then
 */
record Checkpoint(int epochsDone, double bestScore, int epochsSinceBest) {

  private static final int MAGIC = 0x51554e43; // "QUNC"
  private static final int VERSION = 2;
  private static final String ANEW = "delete it to start the run anew, or give another --out";

  /**
   * What a checkpoint must agree with to be gone on from.
   *
   * @param recipe how the net is trained
   * @param inputs digest of the images and models that it learns from
   */
  record Origin(Recipe recipe, String inputs) {}

  /**
   * Writes this and the learner.
   *
   * @throws IOException if it cannot be written; the checkpoint from before is then untouched
   */
  void write(Path file, Origin origin, Learner learner) throws IOException {
    AtomicFile.writeChecked(
        file,
        out -> {
          out.writeInt(MAGIC);
          out.writeInt(VERSION);
          out.writeUTF(origin.recipe().text());
          out.writeUTF(origin.recipe().digest());
          out.writeUTF(origin.inputs());
          out.writeInt(epochsDone);
          out.writeDouble(bestScore);
          out.writeInt(epochsSinceBest);
          learner.save(out);
        });
  }

  /**
   * Reads a file into the learner.
   *
   * @throws IOException if it cannot be read, is damaged, no checkpoint, or one of another run
   */
  static Checkpoint read(Path file, Origin origin, Learner learner) throws IOException {
    try (CheckedInputStream checked =
        new CheckedInputStream(
            new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32C())) {
      DataInputStream in = new DataInputStream(checked);
      if (in.readInt() != MAGIC || in.readInt() != VERSION) {
        throw new IOException(file + " is not a checkpoint of this version; " + ANEW);
      }
      requireSame(file, origin, in.readUTF(), in.readUTF(), in.readUTF());
      Checkpoint checkpoint = new Checkpoint(in.readInt(), in.readDouble(), in.readInt());
      learner.load(in);
      long sum = checked.getChecksum().getValue();
      if (in.readLong() != sum) {
        throw new IOException(file + " is damaged; " + ANEW);
      }
      return checkpoint;
    } catch (EOFException e) {
      throw new IOException(file + " is damaged, it ends too early; " + ANEW, e);
    }
  }

  private static void requireSame(
      Path file, Origin origin, String text, String digest, String inputs) throws IOException {
    if (!digest.equals(origin.recipe().digest())) {
      throw new IOException(
          "%s belongs to a run with another recipe (%s); give that one, or another --out"
              .formatted(file, String.join("; ", origin.recipe().differencesFrom(text))));
    }
    if (!inputs.equals(origin.inputs())) {
      throw new IOException(
          file
              + " belongs to a run on other images, or with another teacher or parent; give those,"
              + " or another --out");
    }
  }
}
