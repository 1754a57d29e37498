package io.quantunet.trainer.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows a run on a terminal: a bar that is drawn anew in every step, and above it the lines that
 * stay.
 */
public final class TerminalProgress implements Progress {

  private static final int BAR = 24;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream terminal;
  private final LongSupplier nanoTime;
  private long firstStepNanos;
  private long firstStepDone = -1;

  /**
   * @param terminal one that knows ANSI escapes
   * @param nanoTime a clock that never jumps, e.g. {@code System::nanoTime}
   */
  public TerminalProgress(PrintStream terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /** The bar where there is a terminal: a file or a pipe gets the lines only. */
  public static Progress ifThereIsOne(PrintStream out) {
    return System.console() == null ? out::println : new TerminalProgress(out, System::nanoTime);
  }

  @Override
  public void line(String text) {
    terminal.println(ERASE + text);
    terminal.flush();
  }

  @Override
  public void step(Step step) {
    terminal.print(ERASE + bar(step));
    terminal.flush();
  }

  private String bar(Step step) {
    int filled = BAR * step.step() / step.steps();
    return String.format(
        Locale.ROOT,
        "epoch %d/%d [%s%s] %d/%d  loss %.4f  bits %.2f  %s",
        step.epoch(),
        step.epochs(),
        "=".repeat(filled),
        " ".repeat(BAR - filled),
        step.step(),
        step.steps(),
        step.loss(),
        step.averageBits(),
        left(step));
  }

  /** From the mean of all steps since the first that was seen: validation and all. */
  private String left(Step step) {
    long done = (long) (step.epoch() - 1) * step.steps() + step.step();
    if (firstStepDone < 0) {
      firstStepDone = done;
      firstStepNanos = nanoTime.getAsLong();
      return "";
    }
    double nanosPerStep =
        (double) (nanoTime.getAsLong() - firstStepNanos) / Math.max(1, done - firstStepDone);
    long stepsLeft = (long) step.epochs() * step.steps() - done;
    Duration left = Duration.ofNanos((long) (nanosPerStep * stepsLeft));
    return "%d:%02d:%02d left"
        .formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart());
  }
}
