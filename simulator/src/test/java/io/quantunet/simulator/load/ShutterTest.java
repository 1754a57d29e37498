package io.quantunet.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.japi.Pair;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Source;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import io.quantunet.testsupport.ActorKit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The shutter of a simulated sensor")
class ShutterTest {

  @RegisterExtension static final ActorKit KIT = ActorKit.create(ManualTime.config());

  private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
  private static final Duration DELAY = Duration.ofMillis(50);
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final ManualTime time = ManualTime.get(KIT.system());
  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  @Test
  @DisplayName("opens after its delay and then once an interval")
  void steadyPace() {
    TestSubscriber.Probe<Shutter.Timed<String>> probe = open("a", "b");
    probe.request(5);

    probe.expectNoMessage(Duration.ofMillis(50).dividedBy(1));
    pass(DELAY);
    assertThat(probe.expectNext()).isEqualTo(timed("a", 1, 50));
    pass(INTERVAL.minusMillis(1));
    probe.expectNoMessage(Duration.ofMillis(20));
    pass(Duration.ofMillis(1));
    assertThat(probe.expectNext()).isEqualTo(timed("b", 2, 250));
    probe.expectComplete();
  }

  @Test
  @DisplayName("catches up after a stall, with the times that were intended")
  void catchesUp() {
    TestSubscriber.Probe<Shutter.Timed<String>> probe = open("a", "b", "c", "d");
    probe.request(1);
    probe.expectNoMessage(Duration.ofMillis(20));
    pass(DELAY);
    assertThat(probe.expectNext()).isEqualTo(timed("a", 1, 50));

    pass(Duration.ofMillis(500));
    probe.request(3);

    assertThat(probe.expectNext()).isEqualTo(timed("b", 2, 250));
    assertThat(probe.expectNext()).isEqualTo(timed("c", 3, 450));
    probe.expectNoMessage(Duration.ofMillis(20));
    pass(Duration.ofMillis(100));
    assertThat(probe.expectNext()).isEqualTo(timed("d", 4, 650));
  }

  @Test
  @DisplayName("takes the time of the ring when the timer was late")
  void lateTimer() {
    TestSubscriber.Probe<Shutter.Timed<String>> probe = open("a");
    probe.request(1);
    probe.expectNoMessage(Duration.ofMillis(20));

    now.set(START.plusMillis(58));
    time.timePasses(DELAY);

    assertThat(probe.expectNext()).isEqualTo(timed("a", 1, 58));
  }

  private TestSubscriber.Probe<Shutter.Timed<String>> open(String... elements) {
    Pair<akka.NotUsed, TestSubscriber.Probe<Shutter.Timed<String>>> running =
        Source.from(List.of(elements))
            .via(new Shutter<String>(now::get, DELAY, INTERVAL))
            .toMat(TestSink.create(KIT.system()), Keep.both())
            .run(KIT.system());
    return running.second();
  }

  private void pass(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
    time.timePasses(duration);
  }

  private static Shutter.Timed<String> timed(String element, long number, long millis) {
    return new Shutter.Timed<>(element, number, START.plusMillis(millis));
  }
}
