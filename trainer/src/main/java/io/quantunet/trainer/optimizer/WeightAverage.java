package io.quantunet.trainer.optimizer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Exponential moving average of everything that is learned: weights, biases, bit widths and
 * thresholds (Polyak averaging in the form that Tarvainen and Valpola, arXiv 1703.01780, use).
 *
 * <pre>
 * average = d * average + (1 - d) * value,   d = min(decay, (1 + n) / (10 + n)) in step n
 * </pre>
 *
 * <p>The bound on {@code d} (TensorFlow's) lets the average leave its start quickly, so that a
 * short run is not judged by the net that it began with.
 *
 * <p>Batch normalization's running moments are no parameters. An average of weights that still
 * stand before it would be judged with moments of other weights; so average only nets whose
 * normalization is folded.
 */
public final class WeightAverage {

  private final double decay;
  private final Map<String, float[]> averages = new TreeMap<>();
  private long steps;

  /**
   * @param decay 0..1, exclusive; 0.99 remembers about 100 steps
   * @throws IllegalArgumentException if it is out of range
   */
  public WeightAverage(double decay) {
    if (!(decay > 0 && decay < 1)) {
      throw new IllegalArgumentException("the average's decay must lie in 0..1, was " + decay);
    }
    this.decay = decay;
  }

  /** Takes in the values after a step of the optimizer; the first ones are the first average. */
  public void update(List<Parameter> parameters) {
    float keep = (float) Math.min(decay, (1.0 + steps) / (10.0 + steps));
    steps++;
    for (Parameter parameter : parameters) {
      float[] value = parameter.value();
      float[] average = averages.computeIfAbsent(parameter.name(), name -> value.clone());
      for (int i = 0; i < value.length; i++) {
        average[i] = keep * average[i] + (1 - keep) * value[i];
      }
    }
  }

  /**
   * Puts the averages into the parameters and keeps their own values meanwhile; a second call puts
   * everything back, bit for bit. Does nothing before the first {@link #update}.
   */
  public void exchange(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      float[] average = averages.get(parameter.name());
      if (average != null) {
        float[] own = parameter.value().clone();
        System.arraycopy(average, 0, parameter.value(), 0, own.length);
        System.arraycopy(own, 0, average, 0, own.length);
      }
    }
  }

  /** Writes the averages. */
  public void save(DataOutputStream out) throws IOException {
    out.writeLong(steps);
    out.writeInt(averages.size());
    for (Map.Entry<String, float[]> entry : averages.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeInt(entry.getValue().length);
      for (float value : entry.getValue()) {
        out.writeFloat(value);
      }
    }
  }

  /** Reads what {@link #save} wrote. */
  public void load(DataInputStream in) throws IOException {
    averages.clear();
    steps = in.readLong();
    int count = in.readInt();
    for (int k = 0; k < count; k++) {
      String name = in.readUTF();
      float[] values = new float[in.readInt()];
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readFloat();
      }
      averages.put(name, values);
    }
  }
}
