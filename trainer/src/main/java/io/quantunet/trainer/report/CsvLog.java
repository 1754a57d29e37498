package io.quantunet.trainer.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A CSV file that grows by a line at a time, each complete on disk before the next. */
public final class CsvLog {

  private final Path file;
  private final int columns;

  private CsvLog(Path file, int columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * Opens a log.
   *
   * @param keepLines lines after the header that stay, of a log that a resumed run goes on with
   */
  public static CsvLog open(Path file, List<String> header, int keepLines) throws IOException {
    List<String> kept = List.of();
    if (keepLines > 0 && Files.exists(file)) {
      kept = Files.readAllLines(file).stream().skip(1).limit(keepLines).toList();
    }
    Files.writeString(file, String.join(",", header) + "\n");
    for (String line : kept) {
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }
    return new CsvLog(file, header.size());
  }

  /** Appends a line; cells hold no commas. */
  public void append(List<String> cells) throws IOException {
    if (cells.size() != columns) {
      throw new IllegalArgumentException(
          "%s has %d columns, not %d".formatted(file, columns, cells.size()));
    }
    Files.writeString(file, String.join(",", cells) + "\n", StandardOpenOption.APPEND);
  }
}
