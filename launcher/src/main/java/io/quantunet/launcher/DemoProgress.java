package io.quantunet.launcher;

import io.quantunet.gateway.GatewayStats;
import io.quantunet.simulator.load.FleetReport;
import java.io.PrintStream;
import java.util.Locale;

/**
 * The demo's progress: one line that is written over on a terminal, now and then a line elsewhere.
 */
final class DemoProgress {

  private static final int LINES_EVERY = 10;

  private final PrintStream out;
  private final boolean terminal;
  private int updates = 0;

  DemoProgress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Shows where the demo stands; called about once a second. */
  void update(FleetReport sent, GatewayStats stored) {
    String line =
        String.format(
            Locale.ROOT,
            "%d frames sent, %d segmented, p50 %s ms, Dice %s",
            sent.framesSent(),
            stored.segmented(),
            DemoReport.text(stored.latencyP50Ms(), "%.0f"),
            DemoReport.text(stored.diceLesionMean(), "%.3f"));
    if (terminal) {
      out.printf("\r%-78s", line);
      out.flush();
    } else if (updates % LINES_EVERY == 0) {
      out.println(line);
    }
    updates++;
  }

  /** Leaves the line that is written over. */
  void end() {
    if (terminal && updates > 0) {
      out.println();
    }
  }
}
