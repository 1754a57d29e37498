package io.quantunet.trainer.optimizer;

import io.quantunet.trainer.optimizer.Parameter.Group;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980) with the bias correction of its algorithm 1, beta 0.9 and
 * 0.999, epsilon 1e-8; the gradient of all weights together is first clipped to a largest norm.
 *
 * <p>Bit widths and thresholds have rates of their own (Brevitas's practice: a bit width must
 * travel whole bits while weights travel hundredths) and stay out of the clipping: Adam ignores a
 * gradient's size, and theirs would drown that of the weights.
 */
public final class Adam {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final double DEFAULT_MAX_NORM = 5;

  private final Rates rates;
  private final double maxNorm;
  // Sorted, so that equal states are equal bytes in a checkpoint.
  private final Map<String, Moments> moments = new TreeMap<>();

  /**
   * Learning rates at the start of the schedule.
   *
   * @param weight for weights, biases and normalization
   * @param bitWidth for bit widths, bits per step
   * @param threshold for activation thresholds, octaves per step
   */
  public record Rates(double weight, double bitWidth, double threshold) {

    /** The recipe of the reference run. */
    public static final Rates DEFAULT = new Rates(1e-3, 2e-2, 1e-2);

    /**
     * @throws IllegalArgumentException if a rate is negative or no number
     */
    public Rates {
      if (!(weight >= 0 && bitWidth >= 0 && threshold >= 0)) {
        throw new IllegalArgumentException(
            "learning rates must not be negative, were %s, %s and %s"
                .formatted(weight, bitWidth, threshold));
      }
    }

    double of(Group group) {
      return switch (group) {
        case WEIGHT -> weight;
        case BIT_WIDTH -> bitWidth;
        case THRESHOLD -> threshold;
      };
    }
  }

  private static final class Moments {
    final float[] first;
    final float[] second;
    int steps;

    Moments(int length) {
      first = new float[length];
      second = new float[length];
    }
  }

  /** Clips to the norm of the reference run, 5. */
  public Adam(Rates rates) {
    this(rates, DEFAULT_MAX_NORM);
  }

  /**
   * @param maxNorm largest norm of the gradient of all weights together, positive
   * @throws IllegalArgumentException if it is not
   */
  public Adam(Rates rates, double maxNorm) {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException(
          "the largest norm of the gradient must be positive, was " + maxNorm);
    }
    this.rates = rates;
    this.maxNorm = maxNorm;
  }

  /**
   * One step down the gradients.
   *
   * @param schedule factor on all rates, 0..1
   * @throws ArithmeticException if a gradient is not finite, naming it; nothing has changed then
   */
  public void step(List<Parameter> parameters, double schedule) {
    double norm = weightNorm(parameters);
    requireFinite(parameters, norm);
    double clip = Math.min(1, maxNorm / (norm + 1e-12));
    for (Parameter parameter : parameters) {
      double rate = rates.of(parameter.group()) * schedule;
      step(parameter, rate, parameter.group() == Group.WEIGHT ? (float) clip : 1f);
    }
  }

  /** Forgets a parameter's moments: its meaning has changed (batch normalization was folded). */
  public void forget(String name) {
    moments.remove(name);
  }

  /** The weights' norm tells of all weights at once; the other groups are a few numbers. */
  private static void requireFinite(List<Parameter> parameters, double norm) {
    List<Parameter> suspects =
        parameters.stream()
            .filter(p -> p.group() != Group.WEIGHT || !Double.isFinite(norm))
            .toList();
    firstNotFinite(suspects)
        .ifPresent(
            parameter -> {
              throw new ArithmeticException(
                  "the gradient of %s is not finite".formatted(parameter.name()));
            });
  }

  private static Optional<Parameter> firstNotFinite(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      for (float g : parameter.gradient()) {
        if (!Float.isFinite(g)) {
          return Optional.of(parameter);
        }
      }
    }
    return Optional.empty();
  }

  /** Writes all moments. */
  public void save(DataOutputStream out) throws IOException {
    out.writeInt(moments.size());
    for (Map.Entry<String, Moments> entry : moments.entrySet()) {
      out.writeUTF(entry.getKey());
      Moments m = entry.getValue();
      out.writeInt(m.steps);
      out.writeInt(m.first.length);
      for (int i = 0; i < m.first.length; i++) {
        out.writeFloat(m.first[i]);
        out.writeFloat(m.second[i]);
      }
    }
  }

  /** Reads what {@link #save} wrote. */
  public void load(DataInputStream in) throws IOException {
    moments.clear();
    int count = in.readInt();
    for (int k = 0; k < count; k++) {
      String name = in.readUTF();
      int steps = in.readInt();
      Moments m = new Moments(in.readInt());
      m.steps = steps;
      for (int i = 0; i < m.first.length; i++) {
        m.first[i] = in.readFloat();
        m.second[i] = in.readFloat();
      }
      moments.put(name, m);
    }
  }

  private void step(Parameter parameter, double rate, float clip) {
    float[] value = parameter.value();
    float[] gradient = parameter.gradient();
    Moments m = moments.computeIfAbsent(parameter.name(), name -> new Moments(value.length));
    m.steps++;
    float rateCorrected = (float) (rate / (1 - Math.pow(BETA1, m.steps)));
    float secondCorrection = (float) (1 / (1 - Math.pow(BETA2, m.steps)));
    for (int i = 0; i < value.length; i++) {
      float g = gradient[i] * clip;
      m.first[i] = (float) BETA1 * m.first[i] + (float) (1 - BETA1) * g;
      m.second[i] = (float) BETA2 * m.second[i] + (float) (1 - BETA2) * g * g;
      float root = (float) Math.sqrt(m.second[i] * secondCorrection);
      value[i] -= rateCorrected * m.first[i] / (root + (float) EPSILON);
    }
  }

  private static double weightNorm(List<Parameter> parameters) {
    double squares = 0;
    for (Parameter parameter : parameters) {
      if (parameter.group() == Group.WEIGHT) {
        squares += squares(parameter.gradient());
      }
    }
    return Math.sqrt(squares);
  }

  /** Four sums side by side: each addition need not wait for the one before it. */
  private static double squares(float[] values) {
    double[] sums = new double[4];
    int whole = values.length / sums.length * sums.length;
    for (int i = 0; i < whole; i += sums.length) {
      sums[0] += (double) values[i] * values[i];
      sums[1] += (double) values[i + 1] * values[i + 1];
      sums[2] += (double) values[i + 2] * values[i + 2];
      sums[3] += (double) values[i + 3] * values[i + 3];
    }
    for (int i = whole; i < values.length; i++) {
      sums[0] += (double) values[i] * values[i];
    }
    return sums[0] + sums[1] + sums[2] + sums[3];
  }
}
