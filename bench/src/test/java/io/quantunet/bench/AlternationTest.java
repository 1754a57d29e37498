package io.quantunet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.bench.Alternation.Runner;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Measuring in turn")
class AlternationTest {

  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void givesEachRunnerAValueInEachRound() {
    Counting first = new Counting();
    Counting second = new Counting();
    try (Alternation alternation = new Alternation()) {
      List<List<Double>> rounds =
          alternation.measure(List.of(new Runner(first, 1), new Runner(second, 3)), SHORT, SHORT);

      assertThat(rounds).hasSizeGreaterThanOrEqualTo(3);
      assertThat(rounds)
          .allSatisfy(round -> assertThat(round).hasSize(2).allMatch(millis -> millis > 0));
    }
    assertThat(first.workers).containsExactly(0);
    assertThat(second.workers).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void runsEqualRunnersOnceInARound() {
    Runner runner = new Runner(new Counting(), 1);
    try (Alternation alternation = new Alternation()) {
      List<List<Double>> rounds = alternation.measure(List.of(runner, runner), SHORT, SHORT);

      assertThat(rounds).allSatisfy(round -> assertThat(round.get(0)).isEqualTo(round.get(1)));
    }
  }

  @Test
  void endsWithWhatFailed() {
    Contender broken =
        new Counting() {
          @Override
          public void frame(int worker) {
            throw new IllegalStateException("no frame");
          }
        };
    try (Alternation alternation = new Alternation()) {
      assertThatThrownBy(() -> alternation.measure(List.of(new Runner(broken, 2)), SHORT, SHORT))
          .hasMessage("counting failed")
          .hasRootCauseMessage("no frame");
    }
  }

  private static class Counting implements Contender {

    final Set<Integer> workers = ConcurrentHashMap.newKeySet();

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public void frame(int worker) {
      workers.add(worker);
    }

    @Override
    public void close() {
      // nothing to give back
    }
  }
}
