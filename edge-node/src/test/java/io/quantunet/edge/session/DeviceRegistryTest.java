package io.quantunet.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.quantunet.edge.session.DeviceRegistry.Admit;
import io.quantunet.edge.session.DeviceRegistry.Answered;
import io.quantunet.edge.session.DeviceSession.Verdict;
import io.quantunet.proto.FrameKey;
import io.quantunet.testsupport.ActorKit;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The device registry")
class DeviceRegistryTest {

  @RegisterExtension static final ActorKit KIT = ActorKit.create(ManualTime.config());

  private static final ManualTime TIME = ManualTime.get(KIT.system());
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final int MAX_DEVICES = 2;

  private final TestProbe<Verdict> verdicts = KIT.testKit().createTestProbe();
  private final TestProbe<Integer> counts = KIT.testKit().createTestProbe();
  private ActorRef<DeviceRegistry.Command> registry;

  @BeforeEach
  void startRegistry() {
    registry = KIT.testKit().spawn(DeviceRegistry.create(SILENCE, MAX_DEVICES, counts.ref()::tell));
  }

  @Test
  void keepsDevicesApart() {
    answer("probe-1", 7);

    assertThat(verdictOn("probe-2", 7)).isEqualTo(new Verdict.Segment(0, false));
    assertThat(verdictOn("probe-1", 7)).isEqualTo(new Verdict.Duplicate());
    counts.expectMessage(1);
    counts.expectMessage(2);
  }

  @Test
  void forgetsADeviceAfterSilence() {
    answer("probe-1", 7);
    counts.expectMessage(1);

    TIME.timePasses(SILENCE);

    counts.expectMessage(0);
    assertThat(verdictOn("probe-1", 7)).isEqualTo(new Verdict.Segment(0, false));
  }

  @Test
  void keepsADeviceThatSpeaksAgainBeforeItIsForgotten() {
    answer("probe-1", 7);
    TIME.timePasses(SILENCE.minusSeconds(1));
    assertThat(verdictOn("probe-1", 8)).isEqualTo(new Verdict.Segment(0, false));

    TIME.timePasses(Duration.ofSeconds(2));

    assertThat(verdictOn("probe-1", 7)).isEqualTo(new Verdict.Duplicate());
  }

  @Test
  void takesNoMoreDevicesThanItMay() {
    answer("probe-1", 7);
    answer("probe-2", 7);

    assertThat(verdictOn("probe-3", 7)).isEqualTo(new Verdict.TooManyDevices(MAX_DEVICES));
    registry.tell(new Answered(new FrameKey("probe-3", "s", 7)));

    assertThat(verdictOn("probe-1", 8)).isEqualTo(new Verdict.Segment(0, false));
    counts.expectMessage(1);
    counts.expectMessage(2);
    counts.expectNoMessage(Duration.ZERO);
  }

  @Test
  void hasRoomAgainWhenADeviceFallsSilent() {
    answer("probe-1", 7);
    answer("probe-2", 7);
    verdictOn("probe-1", 8);
    verdictOn("probe-2", 8);

    TIME.timePasses(SILENCE);
    counts.expectMessage(1);
    counts.expectMessage(2);
    counts.expectMessage(1);
    counts.expectMessage(0);

    assertThat(verdictOn("probe-3", 7)).isEqualTo(new Verdict.Segment(0, false));
  }

  private void answer(String device, long sequence) {
    verdictOn(device, sequence);
    registry.tell(new Answered(new FrameKey(device, "s", sequence)));
  }

  private Verdict verdictOn(String device, long sequence) {
    registry.tell(new Admit(new FrameKey(device, "s", sequence), verdicts.ref()));
    return verdicts.receiveMessage();
  }
}
