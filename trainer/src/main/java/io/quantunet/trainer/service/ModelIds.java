package io.quantunet.trainer.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names new models {@code quantunet-w<width>-<day>-<n>}: the first n of the day (UTC) that no
 * bundle in the folder has, and that is greater than that of the parent, which may have come from
 * elsewhere.
 */
final class ModelIds {

  /** How a bundle's file name ends. */
  static final String SUFFIX = ".qun";

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private ModelIds() {}

  static String next(Path folder, int width, String parentId, Instant now) throws IOException {
    String prefix = String.format(Locale.ROOT, "quantunet-w%d-%s-", width, DAY.format(now));
    int last = number(parentId, prefix);
    for (String id : idsIn(folder)) {
      last = Math.max(last, number(id, prefix));
    }
    return prefix + (last + 1);
  }

  private static List<String> idsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .toList();
    }
  }

  private static int number(String id, String prefix) {
    if (!id.startsWith(prefix)) {
      return 0;
    }
    Matcher number = NUMBER.matcher(id.substring(prefix.length()));
    return number.matches() ? Integer.parseInt(number.group()) : 0;
  }
}
