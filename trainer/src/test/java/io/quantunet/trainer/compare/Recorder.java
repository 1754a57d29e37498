package io.quantunet.trainer.compare;

import io.quantunet.trainer.run.Progress;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was trained, and can fail like a power supply. */
final class Recorder implements Progress {

  private final List<String> lines = new ArrayList<>();
  private final int lastStep;
  private int steps;

  private Recorder(int lastStep) {
    this.lastStep = lastStep;
  }

  static Recorder untilTheEnd() {
    return new Recorder(Integer.MAX_VALUE);
  }

  /** Fails after so many steps. */
  static Recorder failingAfter(int steps) {
    return new Recorder(steps);
  }

  @Override
  public void line(String text) {
    lines.add(text);
  }

  @Override
  public void step(Step step) {
    steps++;
    if (steps > lastStep) {
      throw new IllegalStateException("power failure");
    }
  }

  int steps() {
    return steps;
  }

  List<String> lines() {
    return lines;
  }
}
