package io.quantunet.driver.accelerator.driver;

/** Frames that an engine wants computed, and how far that is. */
final class FrameRequest {

  private final byte[] codes;
  private final int frames;
  private final int[] logits;
  private final TimeLimit limit;
  private int done = 0;
  private long cycles = 0;

  /**
   * @param codes the frames, {@code [frames, height, width]}
   * @param frames how many
   * @param logits receives the logits of each, {@code [frames, height, width]}
   * @param limit when whatever is not done is computed elsewhere
   */
  FrameRequest(byte[] codes, int frames, int[] logits, TimeLimit limit) {
    this.codes = codes;
    this.frames = frames;
    this.logits = logits;
    this.limit = limit;
  }

  byte[] codes() {
    return codes;
  }

  int frames() {
    return frames;
  }

  int[] logits() {
    return logits;
  }

  TimeLimit limit() {
    return limit;
  }

  /** Frames whose logits are there: the first ones. */
  int done() {
    return done;
  }

  boolean isDone() {
    return done == frames;
  }

  /** Another frame's logits are there, which took the device so many cycles. */
  void completed(long deviceCycles) {
    done++;
    cycles = deviceCycles;
  }

  /** Clock cycles of the frame that was completed last. */
  long cycles() {
    return cycles;
  }
}
