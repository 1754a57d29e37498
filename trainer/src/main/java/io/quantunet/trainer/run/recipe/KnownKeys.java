package io.quantunet.trainer.run.recipe;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The keys that a recipe may have, each with the type of its value. */
final class KnownKeys {

  private final SortedMap<String, ConfigValueType> types = new TreeMap<>();

  private KnownKeys(Config reference) {
    reference.entrySet().forEach(entry -> types.put(entry.getKey(), entry.getValue().valueType()));
  }

  static KnownKeys of(Config reference) {
    return new KnownKeys(reference);
  }

  /**
   * Looks at every key.
   *
   * @throws RecipeException at the first that is unknown or has a value of another type
   */
  void check(Config config) {
    check(config.root(), List.of());
  }

  private void check(ConfigObject object, List<String> parents) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
      List<String> path = new ArrayList<>(parents);
      path.add(entry.getKey());
      String key = Text.path(path);
      ConfigValue value = entry.getValue();
      if (types.containsKey(key)) {
        requireType(key, value);
      } else if (isPart(key) && value instanceof ConfigObject part) {
        check(part, path);
      } else {
        throw unknown(key, value);
      }
    }
  }

  private boolean isPart(String key) {
    return types.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
  }

  private void requireType(String key, ConfigValue value) {
    ConfigValueType type = types.get(key);
    if (value.valueType() != type) {
      throw new RecipeException(
          "%s: %s must be a %s, was %s"
              .formatted(
                  value.origin().description(),
                  key,
                  type.name().toLowerCase(Locale.ROOT),
                  Text.value(value)));
    }
  }

  private RecipeException unknown(String key, ConfigValue value) {
    String nearest =
        types.keySet().stream()
            .min(Comparator.comparingInt(known -> distance(key, known)))
            .orElseThrow();
    return new RecipeException(
        "%s: unknown key '%s'; the nearest known one is '%s' (all: recipes/reference.conf)"
            .formatted(value.origin().description(), key, nearest));
  }

  /** A known key whose last part is meant is near, wherever it stands. */
  private static int distance(String key, String known) {
    return Math.min(
        levenshtein(key, known),
        levenshtein(lastPart(key), lastPart(known)) + (same(key, known) ? 0 : 1));
  }

  private static boolean same(String key, String known) {
    return firstPart(key).equals(firstPart(known));
  }

  private static String firstPart(String key) {
    return key.substring(0, Math.max(0, key.indexOf('.')));
  }

  private static String lastPart(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  /** Insertions, deletions and replacements of single characters that turn one into the other. */
  private static int levenshtein(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
