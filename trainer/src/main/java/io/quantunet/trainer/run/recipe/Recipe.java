package io.quantunet.trainer.run.recipe;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a net is trained, but for where: every key of {@code recipes/reference.conf}, with the
 * reference's value where nobody said otherwise. Immutable; equal texts train equal nets.
 */
public final class Recipe {

  /** Where images and nets lie; a run knows them by their content, not by their place. */
  private static final Set<String> PLACES =
      Set.of("data.folders", "distillation.teacher", "distillation.unlabelled");

  /**
   * Keys that came after runs had been made: at their defaults they do nothing, and such a run goes
   * on as the run that it is.
   */
  private static final Set<String> LATER = Set.of("data.grids");

  private static final Config REFERENCE = Recipes.resource("reference").resolve();

  private final Config config;
  private final long seed;
  private final NetPart net;
  private final DataPart data;
  private final OptimizerPart optimizer;
  private final LossPart loss;
  private final SchedulePart schedule;
  private final AveragingPart averaging;
  private final DistillationPart distillation;

  private Recipe(Config config) {
    this.config = config;
    this.seed = config.getLong("seed");
    this.net = NetPart.of(config.getConfig("net"));
    this.data = DataPart.of(config.getConfig("data"));
    this.optimizer = OptimizerPart.of(config.getConfig("optimizer"));
    this.loss = LossPart.of(config.getConfig("loss"));
    this.schedule = SchedulePart.of(config.getConfig("schedule"));
    this.averaging = AveragingPart.of(config.getConfig("averaging"));
    this.distillation = DistillationPart.of(config.getConfig("distillation"));
    net.settings(data.batch());
    distillation.unlabelledImages(data.batch());
  }

  /** Every key at its default. The shipped model's recipe is {@code quantunet-w16-a4}. */
  public static Recipe reference() {
    return of(REFERENCE);
  }

  /**
   * The same with other values.
   *
   * @param changes keys in which it differs, e.g. {@code net.width}
   * @throws RecipeException naming a key that is unknown, with the nearest one that is known, or
   *     whose value is of another type or out of range
   */
  public Recipe with(Config changes) {
    Config resolved = resolved(changes);
    KnownKeys.of(REFERENCE).check(resolved);
    return of(resolved.withFallback(config));
  }

  /** {@link #with(Config)} of a map from keys to values. */
  public Recipe with(Map<String, ?> changes) {
    Config overlay = ConfigFactory.empty("the options");
    for (Map.Entry<String, ?> change : changes.entrySet()) {
      overlay =
          overlay.withValue(
              change.getKey(), ConfigValueFactory.fromAnyRef(change.getValue(), "the options"));
    }
    return with(overlay);
  }

  /** {@link #with(Config)} of HOCON text, e.g. {@code net.width = 8}. */
  public Recipe with(String hocon) {
    return with(Recipes.parse(hocon));
  }

  private static Recipe of(Config config) {
    try {
      return new Recipe(config);
    } catch (ConfigException | IllegalArgumentException e) {
      throw new RecipeException("the recipe cannot be used: " + e.getMessage(), e);
    }
  }

  private static Config resolved(Config changes) {
    try {
      return changes.resolve();
    } catch (ConfigException e) {
      throw new RecipeException("the recipe cannot be used: " + e.getMessage(), e);
    }
  }

  /** Of weights, order and augmentation. */
  public long seed() {
    return seed;
  }

  /** What is trained. */
  public NetPart net() {
    return net;
  }

  /** What is learned from. */
  public DataPart data() {
    return data;
  }

  /** How it is learned. */
  public OptimizerPart optimizer() {
    return optimizer;
  }

  /** What is minimized. */
  public LossPart loss() {
    return loss;
  }

  /** When what happens. */
  public SchedulePart schedule() {
    return schedule;
  }

  /** Whether weights are averaged. */
  public AveragingPart averaging() {
    return averaging;
  }

  /** Whether and how a teacher helps. */
  public DistillationPart distillation() {
    return distillation;
  }

  /** All keys, one to a line, sorted, each value written in the one way there is. */
  public String text() {
    return lines(entries(config));
  }

  /**
   * SHA-256 of {@link #text} without the places of images and nets: what a checkpoint must agree
   * with.
   */
  public String digest() {
    SortedMap<String, String> entries = entries(config);
    entries.keySet().removeAll(PLACES);
    entries.entrySet().removeAll(later().entrySet());
    return sha256(lines(entries));
  }

  /**
   * The keys in which another recipe's text differs.
   *
   * @param written text of the other
   * @return e.g. {@code schedule.epochs was 40, now 2}
   */
  public List<String> differencesFrom(String written) {
    Map<String, String> before = later();
    before.putAll(entries(Recipes.parse(written)));
    SortedMap<String, String> keys = entries(config);
    keys.keySet().removeAll(PLACES);
    return keys.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
        .map(
            entry ->
                "%s was %s, now %s"
                    .formatted(
                        entry.getKey(),
                        before.getOrDefault(entry.getKey(), "not known"),
                        entry.getValue()))
        .toList();
  }

  /** One line for people, of what matters most. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "width %d, grid %dx%d%s, weights %s, activations %s, epochs %d, batch %d, lambda %s,"
            + " seed %d, %s",
        net.width(),
        net.gridWidth(),
        net.gridHeight(),
        data.mix().isPresent() ? ", batches of " + String.join(" and ", mixed()) : "",
        net.isQuantized() ? bits("weight") : "float",
        net.isQuantized() ? bits("activation") : "float",
        schedule.epochs(),
        data.batch(),
        loss.lambda(),
        seed,
        net.precision().label());
  }

  private List<String> mixed() {
    return config.getStringList("data.grids");
  }

  /** E.g. {@code learned from 4.3 bits}. */
  private String bits(String what) {
    String scheme = config.getString("net." + what + "s");
    String bits = Text.number(config.getDouble("net." + what + "-bits"));
    return switch (scheme) {
      case "ternary" -> scheme;
      case "fixed" -> bits + " bits";
      default -> scheme + " from " + bits + " bits";
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Recipe that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return "Recipe[" + summary() + "]";
  }

  private static SortedMap<String, String> entries(Config config) {
    SortedMap<String, String> entries = new TreeMap<>();
    config.entrySet().forEach(entry -> entries.put(entry.getKey(), Text.value(entry.getValue())));
    return entries;
  }

  /** The keys that came later, at their defaults. */
  private static SortedMap<String, String> later() {
    SortedMap<String, String> entries = entries(REFERENCE);
    entries.keySet().retainAll(LATER);
    return entries;
  }

  private static String lines(SortedMap<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
