package io.quantunet.edge.session;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.quantunet.edge.session.DeviceSession.Silent;
import io.quantunet.edge.session.DeviceSession.Verdict;
import io.quantunet.proto.FrameKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Leads every frame's identity to its device's {@link DeviceSession}, which it starts with the
 * device's first frame and stops after silence. Anyone who may publish can invent devices, so their
 * number is bounded.
 */
public final class DeviceRegistry extends AbstractBehavior<DeviceRegistry.Command> {

  /** What the registry can be asked, or be told. */
  public sealed interface Command {}

  /** Asks whether a frame should be segmented; the verdict comes at once. */
  public record Admit(FrameKey key, ActorRef<Verdict> replyTo) implements Command {}

  /** The frame's result is at the broker. */
  public record Answered(FrameKey key) implements Command {}

  private record SessionSilent(Silent silent) implements Command {}

  private static final class Entry {
    private final ActorRef<DeviceSession.Command> session;
    private long sent = 0;

    Entry(ActorRef<DeviceSession.Command> session) {
      this.session = session;
    }
  }

  private final Duration silenceTimeout;
  private final int maxDevices;
  private final IntConsumer deviceCount;
  private final ActorRef<Silent> silences;
  private final Map<String, Entry> entries = new HashMap<>();

  /**
   * @param silenceTimeout a session ends after this long without a frame; positive
   * @param maxDevices sessions at a time, positive; frames of further devices are not admitted
   * @param deviceCount is told the number of sessions whenever it changes
   */
  public static Behavior<Command> create(
      Duration silenceTimeout, int maxDevices, IntConsumer deviceCount) {
    return Behaviors.setup(
        context -> new DeviceRegistry(context, silenceTimeout, maxDevices, deviceCount));
  }

  private DeviceRegistry(
      ActorContext<Command> context,
      Duration silenceTimeout,
      int maxDevices,
      IntConsumer deviceCount) {
    super(context);
    this.silenceTimeout = silenceTimeout;
    this.maxDevices = maxDevices;
    this.deviceCount = deviceCount;
    this.silences = context.messageAdapter(Silent.class, SessionSilent::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Admit.class, this::onAdmit)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(SessionSilent.class, this::onSessionSilent)
        .build();
  }

  private Behavior<Command> onAdmit(Admit admit) {
    FrameKey key = admit.key();
    if (hasRoomFor(key)) {
      send(key, new DeviceSession.Admit(key.session(), key.sequence(), admit.replyTo()));
    } else {
      admit.replyTo().tell(new Verdict.TooManyDevices(maxDevices));
    }
    return this;
  }

  private Behavior<Command> onAnswered(Answered answered) {
    FrameKey key = answered.key();
    if (hasRoomFor(key)) {
      send(key, new DeviceSession.Answered(key.session(), key.sequence()));
    }
    return this;
  }

  private boolean hasRoomFor(FrameKey key) {
    return entries.size() < maxDevices || entries.containsKey(key.device());
  }

  /**
   * A session that has not yet received all that was sent to it is not silent: it is kept, and says
   * so again after the next silence.
   */
  private Behavior<Command> onSessionSilent(SessionSilent message) {
    Silent silent = message.silent();
    Entry entry = entries.get(silent.device());
    if (entry != null && entry.sent == silent.received()) {
      entries.remove(silent.device());
      getContext().stop(entry.session);
      deviceCount.accept(entries.size());
    }
    return this;
  }

  private void send(FrameKey key, DeviceSession.Command command) {
    Entry entry = entries.computeIfAbsent(key.device(), this::start);
    entry.sent++;
    entry.session.tell(command);
  }

  private Entry start(String device) {
    deviceCount.accept(entries.size() + 1);
    return new Entry(
        getContext().spawnAnonymous(DeviceSession.create(device, silenceTimeout, silences)));
  }
}
