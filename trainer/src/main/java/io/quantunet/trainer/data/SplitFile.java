package io.quantunet.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A data folder's {@code split.csv}: columns {@code class}, {@code name} and {@code split} in any
 * order, {@code leak_group} if there is one, further ones ignored. Names hold no commas.
 */
final class SplitFile {

  private static final String NAME = "split.csv";
  private static final int NAMED_IN_ERROR = 5;

  private final Path file;
  private final Map<Image, Line> lines;

  private SplitFile(Path file, Map<Image, Line> lines) {
    this.file = file;
    this.lines = lines;
  }

  /** An image, as the file names it. */
  record Image(String className, String name) {

    @Override
    public String toString() {
      return className + "/" + name;
    }
  }

  /** What the file says of an image. */
  record Line(Split split, Optional<String> leakGroup) {}

  /** The split of a folder, if it has one. */
  static Optional<SplitFile> find(Path folder) {
    Path file = folder.resolve(NAME);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** What it says of an image of the folder. */
  Line of(Image image) {
    Line line = lines.get(image);
    if (line == null) {
      throw new DataException(
          "%s has no line for %s; add one or remove the image".formatted(file, image));
    }
    return line;
  }

  /**
   * Holds it against what the folder has.
   *
   * @throws DataException if it has no line, or names a class or an image that is not there
   */
  void requireIn(Set<Image> images) {
    if (lines.isEmpty()) {
      throw new DataException(
          "%s lists no image; add a line for each, or delete the file for a random split"
              .formatted(file));
    }
    Set<String> classes = images.stream().map(Image::className).collect(Collectors.toSet());
    for (Image image : lines.keySet()) {
      if (!classes.contains(image.className())) {
        throw new DataException(
            "%s names the class '%s', which is no folder here; there are %s. Correct the line of %s"
                .formatted(
                    file,
                    image.className(),
                    classes.stream().sorted().collect(Collectors.joining(", ")),
                    image));
      }
    }
    List<Image> missing = lines.keySet().stream().filter(line -> !images.contains(line)).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          "%s names %d images that are not there: %s. Fetch them or remove their lines"
              .formatted(file, missing.size(), Names.some(missing, NAMED_IN_ERROR)));
    }
  }

  private static SplitFile read(Path file) {
    List<String> text;
    try {
      text = Files.readAllLines(file);
    } catch (IOException e) {
      throw new DataException(
          "%s cannot be read: %s. It must be text in UTF-8".formatted(file, e.getMessage()), e);
    }
    List<String> header = text.isEmpty() ? List.of() : Arrays.asList(text.get(0).split(",", -1));
    if (!header.containsAll(List.of("class", "name", "split"))) {
      throw new DataException(file + " must begin with a line of columns: class, name, split");
    }
    Map<Image, Line> lines = new LinkedHashMap<>();
    for (int i = 1; i < text.size(); i++) {
      if (!text.get(i).isBlank()) {
        addLine(lines, header, text.get(i).split(",", -1), "%s, line %d".formatted(file, i + 1));
      }
    }
    return new SplitFile(file, lines);
  }

  private static void addLine(
      Map<Image, Line> lines, List<String> header, String[] cells, String where) {
    if (cells.length != header.size()) {
      throw new DataException(
          "%s: %d columns, the first line has %d".formatted(where, cells.length, header.size()));
    }
    int group = header.indexOf("leak_group");
    Image image = new Image(cells[header.indexOf("class")], cells[header.indexOf("name")]);
    Line line =
        new Line(
            split(cells[header.indexOf("split")], where),
            group < 0 || cells[group].isBlank() ? Optional.empty() : Optional.of(cells[group]));
    if (lines.put(image, line) != null) {
      throw new DataException("%s: %s has a line already; remove one".formatted(where, image));
    }
  }

  private static Split split(String label, String where) {
    try {
      return Split.of(label);
    } catch (DataException e) {
      throw new DataException(where + ": " + e.getMessage(), e);
    }
  }
}
