package io.quantunet.trainer.experiment;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.proto.BinaryMask;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.report.EvaluatedImage;
import io.quantunet.trainer.report.EvaluatedNet;
import io.quantunet.trainer.report.ModelCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An integer model on an engine.
 *
 * @param model what runs
 * @param grid that its images are on
 * @param engine that runs it; all engines give the same codes
 */
public record IntegerSegmenter(QuantizedModel model, GridSize grid, EngineKind engine)
    implements Segmenter {

  /** A bundle's model, on the fastest engine of this machine. */
  public static IntegerSegmenter of(LoadedModel bundle) {
    return of(bundle, Engines.fastest());
  }

  /** A bundle's model, on the grid that it was trained on. */
  public static IntegerSegmenter of(LoadedModel bundle, EngineKind engine) {
    return new IntegerSegmenter(
        bundle.model(),
        new GridSize(bundle.manifest().gridWidth(), bundle.manifest().gridHeight()),
        engine);
  }

  /** A model, on the fastest engine of this machine. */
  public static IntegerSegmenter of(QuantizedModel model, GridSize grid) {
    return new IntegerSegmenter(model, grid, Engines.fastest());
  }

  @Override
  public List<EvaluatedImage> segment(List<Sample> samples) {
    List<EvaluatedImage> images = new ArrayList<>();
    try (InferenceEngine running = Engines.create(engine, model)) {
      for (Sample sample : samples) {
        BinaryMask found = running.infer(sample.codes(), grid.width(), grid.height()).mask();
        images.add(EvaluatedImage.of(sample, found));
      }
    }
    return images;
  }

  @Override
  public EvaluatedNet named(String id) {
    return EvaluatedNet.of(id, model, engine);
  }

  @Override
  public Optional<ModelCost> cost() {
    return Optional.of(ModelCost.of(model, grid.width(), grid.height()));
  }
}
