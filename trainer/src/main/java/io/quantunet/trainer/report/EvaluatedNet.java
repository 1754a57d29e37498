package io.quantunet.trainer.report;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.model.QuantizedModel;
import java.util.Optional;

/**
 * The net that an evaluation is of.
 *
 * @param id which one, e.g. a bundle's model id
 * @param runsOn what computes it, e.g. {@code onednn}
 * @param integers the integer model; empty for a net in floats, which has no widths
 */
public record EvaluatedNet(String id, String runsOn, Optional<QuantizedModel> integers) {

  /** An integer model on an engine. */
  public static EvaluatedNet of(String id, QuantizedModel model, EngineKind engine) {
    return new EvaluatedNet(id, engine.label(), Optional.of(model));
  }

  /** A net in floats. */
  public static EvaluatedNet inFloats(String id) {
    return new EvaluatedNet(id, "float32", Optional.empty());
  }

  /** The unweighted mean of its layers' weight widths, bits; 32 in floats. */
  public double averageBits() {
    return integers.map(QuantizedModel::averageBits).orElse((double) Float.SIZE);
  }
}
