package io.quantunet.trainer.run;

/** Where a run says how far it is. A lambda that takes lines is one. */
@FunctionalInterface
public interface Progress {

  /**
   * Within an epoch.
   *
   * @param epoch from 1
   * @param epochs of the run
   * @param step just made, from 1
   * @param steps of the epoch
   * @param loss mean of the epoch so far
   * @param averageBits unweighted mean of the integer widths in use
   */
  record Step(int epoch, int epochs, int step, int steps, double loss, double averageBits) {}

  /** Gets a line per epoch, and one for everything else that is worth it, to be shown to people. */
  void line(String text);

  /** Gets every step; does nothing by default. */
  default void step(Step step) {}
}
