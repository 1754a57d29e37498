package io.quantunet.trainer.run.recipe;

import com.typesafe.config.Config;
import io.quantunet.trainer.data.ClassWeighting;
import io.quantunet.trainer.data.GridMix;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.augmentation.AugmentationSettings;
import io.quantunet.trainer.data.augmentation.Ingredient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is learned from.
 *
 * @param folders in BUSI's layout; not part of what makes two recipes the same
 * @param batch images per step, positive
 * @param augmentation what views are made of
 * @param weighting how often an image is drawn, by its class
 * @param mix grids of the batches and how often each is taken; empty if all have the net's own
 */
public record DataPart(
    List<Path> folders,
    int batch,
    AugmentationSettings augmentation,
    ClassWeighting weighting,
    Optional<GridMix> mix) {

  public DataPart {
    folders = List.copyOf(folders);
    Checks.atLeast(1, "data.batch", batch);
  }

  static DataPart of(Config config) {
    return new DataPart(
        Checks.paths(config, "folders"),
        config.getInt("batch"),
        augmentation(config),
        ClassWeighting.of(config.getString("class-weighting")),
        mix(config.getStringList("grids")));
  }

  /** The grids that batches are of; empty if all have the net's own. */
  public List<GridSize> grids() {
    return mix.map(GridMix::grids).orElse(List.of());
  }

  private static Optional<GridMix> mix(List<String> grids) {
    return grids.isEmpty()
        ? Optional.empty()
        : Optional.of(new GridMix(grids.stream().map(GridMix.Share::of).toList()));
  }

  private static AugmentationSettings augmentation(Config config) {
    AugmentationSettings settings = AugmentationSettings.preset(config.getString("augmentation"));
    for (String label : config.getStringList("augmentation-without")) {
      settings = settings.without(Ingredient.of(label));
    }
    return settings;
  }
}
