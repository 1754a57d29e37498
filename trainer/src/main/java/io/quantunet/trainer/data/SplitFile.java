package io.quantunet.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A data folder's {@code split.csv}: columns {@code class}, {@code name} and {@code split} in any
 * order, further ones (the leak group by which it was split) ignored. Names hold no commas.
 */
final class SplitFile {

  private static final String NAME = "split.csv";

  private final Path file;
  private final Map<String, Split> splits;

  private SplitFile(Path file, Map<String, Split> splits) {
    this.file = file;
    this.splits = splits;
  }

  /** The split of a folder, if it has one. */
  static Optional<SplitFile> find(Path folder) {
    Path file = folder.resolve(NAME);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** The split of an image of the folder. */
  Split of(String className, String imageName) {
    Split split = splits.get(key(className, imageName));
    if (split == null) {
      throw new DataException(
          "%s has no line for %s/%s; add one or remove the image"
              .formatted(file, className, imageName));
    }
    return split;
  }

  private static SplitFile read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
    List<String> header = lines.isEmpty() ? List.of() : Arrays.asList(lines.get(0).split(",", -1));
    int className = header.indexOf("class");
    int name = header.indexOf("name");
    int split = header.indexOf("split");
    if (className < 0 || name < 0 || split < 0) {
      throw new DataException(file + " must begin with a line of columns: class, name, split");
    }
    Map<String, Split> splits = new HashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      String[] cells = lines.get(i).split(",", -1);
      if (cells.length != header.size()) {
        throw new DataException(
            "%s, line %d: %d columns, the first line has %d"
                .formatted(file, i + 1, cells.length, header.size()));
      }
      splits.put(key(cells[className], cells[name]), Split.of(cells[split]));
    }
    return new SplitFile(file, splits);
  }

  private static String key(String className, String imageName) {
    return className + "/" + imageName;
  }
}
