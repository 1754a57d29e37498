package io.quantunet.trainer.run;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * A file that is replaced whole or not at all, whatever stops the writer: written beside it, forced
 * to the disk, then renamed.
 */
final class AtomicFile {

  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /** Writes what belongs into the file. */
  @FunctionalInterface
  interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  /**
   * Replaces a file.
   *
   * @param file in a run's folder
   * @throws IOException if it cannot be written, as {@link WriteFailure} says it; an older one of
   *     that name is then untouched
   */
  static void write(Path file, Content content) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    try {
      writeForced(partial, content);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(partial);
      throw WriteFailure.of(file, e);
    }
    forceFolder(file.toAbsolutePath().getParent());
  }

  /**
   * Replaces a file by contents and their CRC-32C, 8 bytes at the end.
   *
   * @throws IOException as {@link #write}
   */
  static void writeChecked(Path file, Content content) throws IOException {
    write(
        file,
        out -> {
          CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
          // Buffered, since a checksum of 4 bytes at a time takes longer than the writing.
          DataOutputStream body = new DataOutputStream(new BufferedOutputStream(checked, BUFFER));
          content.writeTo(body);
          body.flush();
          out.writeLong(checked.getChecksum().getValue());
        });
  }

  private static void writeForced(Path partial, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  /** The rename itself must not be lost with the power. */
  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
