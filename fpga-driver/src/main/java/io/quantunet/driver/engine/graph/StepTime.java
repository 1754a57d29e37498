package io.quantunet.driver.engine.graph;

/**
 * How long one part of a run took.
 *
 * @param step the layer's name, or what stands between layers, e.g. {@code pool1}
 * @param work what was done, e.g. {@link #CONVOLUTION} or {@code copy}
 * @param by what did it, e.g. {@code brg_conv_fwd:avx512_core_amx} or {@code plain Java}
 * @param nanos the time, ns
 */
public record StepTime(String step, String work, String by, long nanos) {

  /** A convolution itself, its requantization included where it is fused. */
  public static final String CONVOLUTION = "convolution";
}
