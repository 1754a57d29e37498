package io.quantunet.trainer.service;

import io.quantunet.proto.DecodeException;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reviewed frames as files, one serialized {@code Feedback} each, so that they outlive a restart. A
 * file that cannot be written or read costs that frame's survival and a line in the log, nothing
 * else.
 */
final class FeedbackFolder {

  private static final Logger log = LoggerFactory.getLogger(FeedbackFolder.class);
  private static final String SUFFIX = ".feedback";

  private final Path folder;

  FeedbackFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * All that is readable, oldest first.
   *
   * @throws IOException if the folder cannot be made or listed
   */
  List<ReviewedFrame> load() throws IOException {
    Files.createDirectories(folder);
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
    List<ReviewedFrame> frames = new ArrayList<>();
    for (Path file : files.stream().sorted(Comparator.comparing(FeedbackFolder::age)).toList()) {
      try {
        frames.add(ReviewedFrame.of(MessageCodec.FEEDBACK.decode(Files.readAllBytes(file))));
      } catch (IOException | DecodeException e) {
        log.warn("trainer: {} is left out, it cannot be read: {}", file, e.getMessage());
      }
    }
    return frames;
  }

  /** Writes a frame, whole or not at all. */
  void write(ReviewedFrame frame) {
    Path file = file(frame.key());
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(partial, frame.message().toByteArray());
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.error(
          "trainer: feedback on {} will not survive a restart, {} cannot be written: {}",
          frame.key(),
          file,
          e.toString());
    }
  }

  /** Deletes a frame's file, if there is one. */
  void delete(FrameKey key) {
    try {
      Files.deleteIfExists(file(key));
    } catch (IOException e) {
      log.warn("trainer: {} cannot be deleted: {}", file(key), e.toString());
    }
  }

  private Path file(FrameKey key) {
    // '~' is not allowed in names, so that two keys never share a file.
    return folder.resolve(
        key.device() + "~" + key.session() + "~" + Long.toUnsignedString(key.sequence()) + SUFFIX);
  }

  private static FileTime age(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
