package io.quantunet.driver.model;

import io.quantunet.proto.Names;
import java.time.Instant;
import java.util.Map;

/**
 * What a bundle says about its model besides the numbers.
 *
 * @param modelId readable and unique, e.g. {@code quantunet-w16-20261121-1}
 * @param created when it was exported; kept in microseconds
 * @param gridWidth pixels across of the grid that it was trained on
 * @param gridHeight pixels down
 * @param metrics figures of its evaluation, e.g. {@code val_dice_lesion_mean}
 * @param provenance how it came to be, for people
 */
public record ManifestInfo(
    String modelId,
    Instant created,
    int gridWidth,
    int gridHeight,
    Map<String, Double> metrics,
    String provenance) {

  /**
   * @throws IllegalArgumentException if the id is no name or the grid does not fit the net
   */
  public ManifestInfo {
    Names.require("model id", modelId);
    QuantizedModel.checkGrid(gridWidth, gridHeight);
    metrics = Map.copyOf(metrics);
  }
}
