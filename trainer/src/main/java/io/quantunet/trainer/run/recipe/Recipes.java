package io.quantunet.trainer.run.recipe;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where recipes come from: those that are built in, and files. */
public final class Recipes {

  /** The built-in ones. */
  public static final List<String> NAMES =
      List.of(
          "quantunet-w16",
          "quantunet-w16-a4",
          "quantunet-w64",
          "paper-w64",
          "float-w16",
          "fine-tuning",
          "reference");

  private Recipes() {}

  /**
   * The recipe of that name, or in that file.
   *
   * @param nameOrFile one of {@link #NAMES}, or a HOCON file
   * @throws RecipeException if there is neither, or what is there cannot be used
   */
  public static Recipe find(String nameOrFile) {
    if (NAMES.contains(nameOrFile)) {
      return Recipe.reference().with(resource(nameOrFile));
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      throw new RecipeException(
          "'%s' is neither a recipe file nor built in; built in are %s"
              .formatted(nameOrFile, String.join(", ", NAMES)));
    }
    return Recipe.reference().with(parse(file));
  }

  static Config resource(String name) {
    return ConfigFactory.parseResources(
        Recipes.class.getClassLoader(),
        "recipes/" + name + ".conf",
        ConfigParseOptions.defaults().setAllowMissing(false));
  }

  static Config parse(String hocon) {
    try {
      return ConfigFactory.parseString(
          hocon, ConfigParseOptions.defaults().setOriginDescription("the options"));
    } catch (ConfigException e) {
      throw new RecipeException("'%s' is no HOCON: %s".formatted(hocon, e.getMessage()), e);
    }
  }

  private static Config parse(Path file) {
    try {
      return ConfigFactory.parseFile(file.toFile());
    } catch (ConfigException e) {
      throw new RecipeException("the recipe cannot be read: " + e.getMessage(), e);
    }
  }
}
