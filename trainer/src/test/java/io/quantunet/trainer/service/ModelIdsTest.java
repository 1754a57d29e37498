package io.quantunet.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A new model's id")
class ModelIdsTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;

  @Test
  @DisplayName("begins with 1 each day")
  void beginsWithOne() throws IOException {
    Files.createFile(folder.resolve("quantunet-w16-20261120-7.qun"));

    assertThat(ModelIds.next(folder, 16, "quantunet-w16-20261120-101112", NOON))
        .isEqualTo("quantunet-w16-20261121-1");
  }

  @Test
  @DisplayName("is none that the folder has")
  void isNew() throws IOException {
    Files.createFile(folder.resolve("quantunet-w16-20261121-3.qun"));
    Files.createFile(folder.resolve("quantunet-w16-20261121-notes.qun"));

    assertThat(ModelIds.next(folder, 16, "shipped", NOON)).isEqualTo("quantunet-w16-20261121-4");
  }

  @Test
  @DisplayName("follows its parent's, which may come from another folder")
  void followsItsParent() throws IOException {
    assertThat(ModelIds.next(folder, 16, "quantunet-w16-20261121-9", NOON))
        .isEqualTo("quantunet-w16-20261121-10");
  }
}
