package io.quantunet.trainer.run;

import io.quantunet.trainer.net.NetSettings;
import io.quantunet.trainer.net.Precision;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.run.recipe.NetPart;
import io.quantunet.trainer.run.recipe.Recipe;
import io.quantunet.trainer.run.recipe.RecipeException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * File of a trained float net, which no integer engine could run: the recipe that it came from and
 * its parameters, with a checksum. It serves as a teacher and as the start of post-training
 * quantization.
 */
public final class FloatNet {

  /** Name of the file in a run's folder. */
  public static final String NAME = "model.float";

  private static final int MAGIC = 0x51554e46; // "QUNF"
  private static final int VERSION = 1;

  private FloatNet() {}

  /** Writes the file, whole or not at all. */
  static void write(Path file, Recipe recipe, UNet net) throws IOException {
    AtomicFile.writeChecked(
        file,
        out -> {
          out.writeInt(MAGIC);
          out.writeInt(VERSION);
          out.writeUTF(recipe.text());
          net.save(out);
        });
  }

  /**
   * Reads a net, its batch normalization folded.
   *
   * @param batch images that it shall take at a time
   * @param precision that it shall compute in
   * @return the net, to be closed by the caller
   * @throws IOException if the file cannot be read, is damaged, or no such file
   */
  public static UNet read(Path file, int batch, Precision precision) throws IOException {
    try (CheckedInputStream checked =
        new CheckedInputStream(
            new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32C())) {
      DataInputStream in = new DataInputStream(checked);
      if (in.readInt() != MAGIC || in.readInt() != VERSION) {
        throw new IOException(notOne(file));
      }
      NetPart part = Recipe.reference().with(in.readUTF()).net();
      UNet net = new UNet(settings(part, batch, precision), new Random(0));
      try {
        net.load(in);
        requireChecksum(checked, in, file);
        return net;
      } catch (IOException e) {
        net.close();
        throw e;
      }
    } catch (EOFException | RecipeException e) {
      throw new IOException(notOne(file), e);
    }
  }

  private static void requireChecksum(CheckedInputStream checked, DataInputStream in, Path file)
      throws IOException {
    long sum = checked.getChecksum().getValue();
    if (in.readLong() != sum) {
      throw new IOException(file + " is damaged; train the float net again");
    }
  }

  private static NetSettings settings(NetPart part, int batch, Precision precision) {
    NetSettings own = part.settings(batch);
    return new NetSettings(
        own.width(),
        own.gridWidth(),
        own.gridHeight(),
        batch,
        own.weights(),
        own.activations(),
        precision);
  }

  private static String notOne(Path file) {
    return "%s is no whole float net; a run with net.weights = \"float\" leaves one as %s"
        .formatted(file, NAME);
  }
}
