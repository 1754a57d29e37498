package io.quantunet.driver.engine.graph;

/**
 * One activation tensor of a graph, {@code [height, width, channels]}.
 *
 * @param id index among the graph's tensors
 * @param channels codes per pixel
 * @param level how often the input's sides were halved; -1 = doubled
 */
public record Tensor(int id, int channels, int level) {

  /** The tensor's width or height for an input of this width or height. */
  public int side(int inputSide) {
    return level >= 0 ? inputSide >> level : inputSide << -level;
  }
}
