package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.data.ImageFolder;
import io.quantunet.trainer.run.recipe.Recipe;
import io.quantunet.trainer.run.recipe.Recipes;
import java.nio.file.Path;
import java.util.Set;

/** Everything in seconds: width 2, 32 x 32 pixels, one epoch, bright discs on dark speckle. */
final class TinyReproduction {

  static final int LESIONS = 20;
  static final int NORMALS = 10;

  private static final String TINY =
      "net { width = 2, grid-width = 32, grid-height = 32 }, data.batch = 4, schedule.epochs = 1";

  private TinyReproduction() {}

  /** Two classes with discs, and one without; every fifth image is held back. */
  static Path images(Path folder) {
    ImageFolder images = new ImageFolder(folder);
    images.split("class,name,leak_group,split");
    add(images, "benign", LESIONS / 2, 6);
    add(images, "malignant", LESIONS / 2, 8);
    add(images, "normal", NORMALS, 0);
    return images.path();
  }

  private static void add(ImageFolder images, String className, int count, int radius) {
    for (int i = 0; i < count; i++) {
      String stem = "%s (%d)".formatted(className, i);
      images.image(className, stem, 32, 32, radius);
      images.split(
          "%s,%s.png,%s,%s".formatted(className, stem, stem, i % 5 == 0 ? "val" : "train"));
    }
  }

  static ReproductionSettings settings(Path images, Path out, Set<Protocol> protocols) {
    return new ReproductionSettings(
        images, out, tiny("paper-w64"), tiny("quantunet-w16"), protocols, false);
  }

  static ReproductionSettings withFloat(ReproductionSettings settings) {
    return new ReproductionSettings(
        settings.data(),
        settings.out(),
        settings.paper(),
        settings.literature(),
        settings.protocols(),
        true);
  }

  private static Recipe tiny(String name) {
    return Recipes.find(name).with(TINY);
  }
}
