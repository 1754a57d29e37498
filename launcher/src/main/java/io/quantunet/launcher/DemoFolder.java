package io.quantunet.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A fresh folder for one demo's database and models; gone when the demo ends. */
final class DemoFolder implements AutoCloseable {

  private final Path path;

  DemoFolder() throws IOException {
    path = Files.createTempDirectory("quantunet-demo-");
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("quantunet: could not remove " + path + ": " + e.getMessage());
    }
  }
}
