package io.quantunet.trainer.compare;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.quantunet.driver.model.BitWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rows of a table, in its order.
 *
 * @param name on the command line, and of the table's files
 * @param title for people
 * @param methods the rows
 * @param baselines keys of the rows that all others are held against
 * @param remark what a reader of the table must know besides; may be empty
 */
public record MethodSet(
    String name, String title, List<Method> methods, List<String> baselines, String remark) {

  /** Name of the set of methods. */
  public static final String METHODS = "methods";

  /** Name of the set of ablations. */
  public static final String ABLATIONS = "ablations";

  /** Name of the set that takes the augmentation apart. */
  public static final String AUGMENTATION = "augmentation";

  /** Prices of bits, from hardly any to more than the paper's. */
  public static final List<Double> LAMBDAS = List.of(0.05, 0.25, 1.0);

  private static final List<Integer> POST_TRAINING_BITS = List.of(8, 6, 4);
  private static final double PAPER_LAMBDA = 0.25;

  /** Copies the lists. */
  public MethodSet {
    methods = List.copyOf(methods);
    baselines = List.copyOf(baselines);
  }

  /**
   * The set of that name.
   *
   * @param lambdas prices of bits of the learned widths, a row each
   * @throws IllegalArgumentException for any other word than {@code methods}, {@code ablations} and
   *     {@code augmentation}
   */
  public static MethodSet of(String name, List<Double> lambdas) {
    return switch (name) {
      case METHODS -> methods(lambdas);
      case ABLATIONS, AUGMENTATION -> ablations(name);
      default ->
          throw new IllegalArgumentException(
              "no set of methods is called '%s'; there are %s, %s and %s"
                  .formatted(name, METHODS, ABLATIONS, AUGMENTATION));
    };
  }

  /** What the membranes of electron micrographs are segmented by: fixed widths and floats. */
  static MethodSet membranes() {
    return new MethodSet(
        "em",
        "Fixed widths on electron micrographs",
        List.of(new FloatMethod(), new FixedWidthMethod()),
        List.of(FloatMethod.KEY),
        "Dice is of the inside of cells, tile by tile. AskariHemmat et al. 2019 lost 2.21 points of"
            + " Dice against their float net on this stack, by their own split.");
  }

  /**
   * The same with some rows only.
   *
   * @param keys of the rows; empty takes all
   * @throws IllegalArgumentException naming a key that there is not, and all that there are
   */
  public List<Method> chosen(List<String> keys) {
    for (String key : keys) {
      if (methods.stream().noneMatch(method -> method.key().equals(key))) {
        throw new IllegalArgumentException(
            "no method of the set '%s' is called '%s'; there are %s"
                .formatted(
                    name,
                    key,
                    methods.stream().map(Method::key).collect(Collectors.joining(", "))));
      }
    }
    Set<String> wanted = new TreeSet<>(keys);
    return methods.stream()
        .filter(method -> keys.isEmpty() || wanted.contains(method.key()))
        .toList();
  }

  private static MethodSet methods(List<Double> lambdas) {
    List<Method> methods = new ArrayList<>();
    methods.add(new FloatMethod());
    POST_TRAINING_BITS.forEach(bits -> methods.add(new PostTrainingMethod(new BitWidth(bits))));
    methods.add(new FixedWidthMethod());
    methods.add(new TernaryMethod());
    lambdas.stream().distinct().forEach(lambda -> methods.add(new LearnedMethod(lambda)));
    return new MethodSet(
        METHODS, "QuantU-Net beside other methods", methods, List.of(FloatMethod.KEY), "");
  }

  /** Floats, ours unchanged, and the rows of {@code compare/<name>.conf}. */
  private static MethodSet ablations(String name) {
    Config file = resource(name);
    LearnedMethod ours = new LearnedMethod(PAPER_LAMBDA);
    List<Method> methods = new ArrayList<>(List.of(new FloatMethod(), ours));
    file.getConfigList("ablations").forEach(row -> methods.add(AblationMethod.of(row)));
    List<String> baselines = new ArrayList<>(List.of(FloatMethod.KEY, ours.key()));
    baselines.addAll(file.getStringList("baselines"));
    return new MethodSet(name, file.getString("title"), methods, baselines, "");
  }

  private static Config resource(String name) {
    return ConfigFactory.parseResources(
            MethodSet.class.getClassLoader(),
            "compare/%s.conf".formatted(name),
            ConfigParseOptions.defaults().setAllowMissing(false))
        .resolve();
  }
}
