package io.quantunet.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.quantunet.edge.session.DeviceSession.Admit;
import io.quantunet.edge.session.DeviceSession.Answered;
import io.quantunet.edge.session.DeviceSession.Command;
import io.quantunet.edge.session.DeviceSession.Silent;
import io.quantunet.edge.session.DeviceSession.Verdict;
import io.quantunet.testsupport.ActorKit;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A device session")
class DeviceSessionTest {

  @RegisterExtension static final ActorKit KIT = ActorKit.create(ManualTime.config());

  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Verdict SEGMENT = new Verdict.Segment(0, false);
  private static final Verdict DUPLICATE = new Verdict.Duplicate();

  private final TestProbe<Verdict> verdicts = KIT.testKit().createTestProbe();
  private final TestProbe<Silent> registry = KIT.testKit().createTestProbe();
  private ActorRef<Command> session;

  @BeforeEach
  void startSession() {
    session = KIT.testKit().spawn(DeviceSession.create("probe-1", SILENCE, registry.ref()));
  }

  @Test
  void admitsFramesInOrder() {
    assertThat(verdictOn(1)).isEqualTo(SEGMENT);
    assertThat(verdictOn(2)).isEqualTo(SEGMENT);
  }

  @Test
  void skipsAFrameThatIsAnswered() {
    verdictOn(1);
    session.tell(new Answered("s", 1));

    assertThat(verdictOn(1)).isEqualTo(DUPLICATE);
  }

  @Test
  void admitsAFrameAgainThatCameButWasNeverAnswered() {
    verdictOn(1);

    assertThat(verdictOn(1)).isEqualTo(SEGMENT);
  }

  @Test
  void reportsAGapWithoutWaitingForIt() {
    verdictOn(1);

    assertThat(verdictOn(5)).isEqualTo(new Verdict.Segment(3, false));
  }

  @Test
  void reportsAGapOnce() {
    verdictOn(1);
    verdictOn(5);

    assertThat(verdictOn(5)).isEqualTo(SEGMENT);
    assertThat(verdictOn(6)).isEqualTo(SEGMENT);
  }

  @Test
  void admitsAFrameThatComesAfterAHigherNumber() {
    answer(1);
    answer(3);

    assertThat(verdictOn(2)).isEqualTo(new Verdict.Segment(0, true));
    assertThat(verdictOn(2)).as("the second time it is not overdue any more").isEqualTo(SEGMENT);
  }

  @Test
  void countsNoGapBeforeTheFirstFrameThatItSees() {
    assertThat(verdictOn(5_000)).isEqualTo(SEGMENT);
  }

  @Test
  void startsAnewWithAnotherSessionId() {
    answer(1);

    assertThat(verdictOn("after-power-on", 1)).isEqualTo(SEGMENT);
  }

  @Test
  void knowsTheSessionBeforeWhenItsFramesAreRedelivered() {
    answer(1);
    verdictOn("after-power-on", 1);

    assertThat(verdictOn(1)).isEqualTo(DUPLICATE);
  }

  @Test
  void forgetsTheOldestOfTooManySessions() {
    answer(1);
    for (int i = 0; i < DeviceSession.MAX_SESSIONS; i++) {
      verdictOn("session-" + i, 1);
    }

    assertThat(verdictOn(1)).isEqualTo(SEGMENT);
  }

  @Test
  void tellsOfSilence() {
    answer(1);

    KIT_TIME.timePasses(SILENCE);

    registry.expectMessage(new Silent("probe-1", 2));
  }

  @Test
  void isNotSilentWhileFramesCome() {
    verdictOn(1);
    KIT_TIME.timePasses(SILENCE.minusSeconds(1));
    verdictOn(2);

    KIT_TIME.expectNoMessageFor(SILENCE.minusSeconds(1), registry);
  }

  private static final ManualTime KIT_TIME = ManualTime.get(KIT.system());

  private void answer(long sequence) {
    verdictOn(sequence);
    session.tell(new Answered("s", sequence));
  }

  private Verdict verdictOn(long sequence) {
    return verdictOn("s", sequence);
  }

  private Verdict verdictOn(String sessionId, long sequence) {
    session.tell(new Admit(sessionId, sequence, verdicts.ref()));
    return verdicts.receiveMessage();
  }
}
