package io.quantunet.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("On a terminal, a run")
class TerminalProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now;
  private final TerminalProgress progress =
      new TerminalProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> now);

  @Test
  void drawsABarInPlaceWithTheTimeThatIsLeft() {
    progress.step(new Progress.Step(3, 4, 1, 4, 1.25, 2.5));
    now = Duration.ofSeconds(30).toNanos();
    progress.step(new Progress.Step(3, 4, 2, 4, 1.2, 2.5));

    assertThat(text())
        .isEqualTo(
            "\r\u001b[Kepoch 3/4 [======                  ] 1/4  loss 1.2500  bits 2.50  "
                + "\r\u001b[Kepoch 3/4 [============            ] 2/4  loss 1.2000  bits 2.50"
                + "  0:03:00 left");
  }

  @Test
  void letsLinesStayAboveTheBar() {
    progress.step(new Progress.Step(1, 1, 1, 2, 1, 4));
    progress.line("epoch 1/1 done");

    assertThat(text()).endsWith("\r\u001b[Kepoch 1/1 done" + System.lineSeparator());
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
