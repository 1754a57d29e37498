package io.quantunet.driver;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import java.util.List;

/** Reads a bundle and lets it prove itself on an engine, while another model serves. */
final class ModelLoader {

  /** What came of it. */
  sealed interface Result {}

  /**
   * The model reproduces its golden vectors.
   *
   * @param engine what the engine turned out to be
   * @param plainLayers layers that it leaves to plain Java
   */
  record Verified(LoadedModel model, EngineKind engine, List<String> plainLayers)
      implements Result {}

  /** It does not, or cannot be read, or there is no engine. */
  record Refused(String reason) implements Result {}

  private ModelLoader() {}

  static Result load(BundleFile bundle, EngineFactory engines) {
    try {
      LoadedModel model = ModelBundles.read(bundle);
      try (InferenceEngine engine = engines.create(model.model())) {
        return verify(model, engine, engines.kindOf(engine));
      }
    } catch (DecodeException | RuntimeException e) {
      return new Refused(e.getMessage());
    }
  }

  private static Result verify(LoadedModel model, InferenceEngine engine, EngineKind kind) {
    if (model.goldenVectors().isEmpty()) {
      return new Refused(
          "bundle %s has no golden vectors, so that no engine can prove that it computes it"
              .formatted(model.manifest().modelId()));
    }
    GoldenVectors.Verdict verdict = GoldenVectors.verify(engine, model.goldenVectors());
    if (verdict instanceof GoldenVectors.Verdict.Differs differs) {
      return new Refused(
          "bundle %s: golden vector %d is not reproduced by the engine %s: %s differs"
              .formatted(
                  model.manifest().modelId(), differs.vector(), kind.label(), differs.layer()));
    }
    return new Verified(model, kind, engine.plainLayers());
  }
}
