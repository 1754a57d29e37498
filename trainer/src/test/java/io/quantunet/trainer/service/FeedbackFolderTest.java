package io.quantunet.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The feedback folder")
class FeedbackFolderTest {

  @TempDir private Path path;
  private FeedbackFolder folder;

  @BeforeEach
  void open() throws IOException {
    folder = new FeedbackFolder(path.resolve("feedback"));
    folder.load();
  }

  @Test
  @DisplayName("gives back what was written, oldest first")
  void givesBackWhatWasWritten() throws IOException {
    folder.write(Reviews.frame(2));
    folder.write(Reviews.frame(1));
    age("sensor-01~s1~2.feedback", 2);
    age("sensor-01~s1~1.feedback", 1);

    assertThat(folder.load()).containsExactly(Reviews.frame(1), Reviews.frame(2));
  }

  @Test
  @DisplayName("leaves out a damaged file and keeps the others")
  void leavesOutDamage() throws IOException {
    folder.write(Reviews.frame(1));
    Files.writeString(path.resolve("feedback/x~y~1.feedback"), "garbage");

    assertThat(folder.load()).containsExactly(Reviews.frame(1));
  }

  @Test
  @DisplayName("forgets what is deleted, and does not mind a second time")
  void forgets() throws IOException {
    folder.write(Reviews.frame(1));

    folder.delete(Reviews.frame(1).key());
    folder.delete(Reviews.frame(1).key());

    assertThat(folder.load()).isEqualTo(List.of());
    try (Stream<Path> files = Files.list(path.resolve("feedback"))) {
      assertThat(files).isEmpty();
    }
  }

  private void age(String name, long seconds) throws IOException {
    Files.setLastModifiedTime(
        path.resolve("feedback").resolve(name), FileTime.fromMillis(1000 * seconds));
  }
}
