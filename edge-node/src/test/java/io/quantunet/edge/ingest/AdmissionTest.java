package io.quantunet.edge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quantunet.edge.TestModels;
import io.quantunet.edge.ingest.Admission.Admitted;
import io.quantunet.edge.metrics.EdgeMetrics;
import io.quantunet.edge.session.DeviceRegistry;
import io.quantunet.edge.session.DeviceSession.Verdict;
import io.quantunet.proto.DecodedFrame;
import io.quantunet.proto.Frame;
import io.quantunet.testsupport.ActorKit;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A frame that is redelivered while its first copy is in flight")
class AdmissionTest {

  @RegisterExtension static final ActorKit KIT = ActorKit.create();

  private final FramesInFlight inFlight = new FramesInFlight();
  private ActorRef<DeviceRegistry.Command> registry;
  private Admission admission;

  @BeforeEach
  void start() {
    registry = KIT.testKit().spawn(DeviceRegistry.create(Duration.ofMinutes(1), 10, count -> {}));
    admission =
        new Admission(KIT.system(), registry, inFlight, new EdgeMetrics(new SimpleMeterRegistry()));
  }

  @Test
  void waitsForTheFirst() throws Exception {
    get(admission.admit(frame()));

    assertThat(admission.admit(frame()).toCompletableFuture()).isNotDone();
  }

  @Test
  void isADuplicateOnceTheFirstIsAnswered() throws Exception {
    Admitted first = get(admission.admit(frame()));
    CompletionStage<Admitted> second = admission.admit(frame());

    registry.tell(new DeviceRegistry.Answered(first.flight().key()));
    inFlight.land(first.flight());

    assertThat(get(second).verdict()).isEqualTo(new Verdict.Duplicate());
  }

  @Test
  void isSegmentedIfTheFirstCouldNotBeAnswered() throws Exception {
    Admitted first = get(admission.admit(frame()));
    CompletionStage<Admitted> second = admission.admit(frame());

    inFlight.land(first.flight());

    assertThat(get(second).verdict()).isEqualTo(new Verdict.Segment(0, false));
  }

  private static Reading.Readable frame() {
    Frame message = Frame.newBuilder().setDevice("probe-1").setSession("s").setSequence(7).build();
    return new Reading.Readable(
        Arrival.now(new Delivery()), new DecodedFrame(message, TestModels.image(7)), Duration.ZERO);
  }

  private static Admitted get(CompletionStage<Admitted> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
