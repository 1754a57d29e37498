package io.quantunet.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The folder {@code shared} beside the checkout, with real images and independent vectors. A user
 * has none; a test that needs it is then skipped and says so.
 */
public final class SharedFolder {

  private SharedFolder() {}

  /**
   * A file or folder in it, e.g. {@code data/busi}; skips the calling test, with a printed reason,
   * if it is not there.
   */
  public static Path require(String relative) {
    Optional<Path> found = find(relative);
    if (found.isEmpty()) {
      System.out.println(
          "SKIPPED: no ../shared/" + relative + " beside the checkout; this test needs it");
    }
    Assumptions.assumeTrue(found.isPresent(), "needs ../shared/" + relative);
    return found.orElseThrow();
  }

  private static Optional<Path> find(String relative) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path candidate = folder.resolve("shared").resolve(relative);
      if (Files.exists(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
