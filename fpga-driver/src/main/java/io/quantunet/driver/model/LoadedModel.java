package io.quantunet.driver.model;

import java.util.List;

/**
 * A bundle that was read and found consistent.
 *
 * @param model the integer network
 * @param manifest what it says about itself
 * @param goldenVectors what an engine must reproduce before it may run the model
 * @param sha256Hex the bundle's digest, lower-case hexadecimal
 */
public record LoadedModel(
    QuantizedModel model,
    ManifestInfo manifest,
    List<GoldenVector> goldenVectors,
    String sha256Hex) {

  /** Copies the list. */
  public LoadedModel {
    goldenVectors = List.copyOf(goldenVectors);
  }
}
