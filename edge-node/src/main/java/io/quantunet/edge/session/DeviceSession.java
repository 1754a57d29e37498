package io.quantunet.edge.session;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Knows which frames of one device are answered, so that none is answered twice, and which never
 * came. Only numbers pass through it, no pixels.
 *
 * <p>The rule is <b>at least once</b>: a frame is a duplicate only if its result is at the broker
 * ({@link Answered}). A frame that was admitted and never answered (the edge was cut off, the
 * publish was refused) is admitted again when the broker redelivers it; so is one that comes after
 * a higher number. Whoever cannot remember (a new edge, a device after long silence, a number below
 * 4,096 gaps) admits: to segment twice costs milliseconds and the gateway keeps one result per
 * frame; to skip wrongly loses the frame.
 *
 * <p>Numbers count within a session of the device; another session id starts anew. The last few
 * sessions are remembered, since frames of the one before may be redelivered late.
 */
public final class DeviceSession extends AbstractBehavior<DeviceSession.Command> {

  /** Sessions of one device that are remembered. */
  static final int MAX_SESSIONS = 4;

  /** What a session can be asked, or be told. */
  public sealed interface Command {}

  /**
   * Asks whether a frame should be segmented.
   *
   * @param session the device's session id
   * @param sequence unsigned, from 1
   * @param replyTo gets the verdict at once
   */
  public record Admit(String session, long sequence, ActorRef<Verdict> replyTo)
      implements Command {}

  /** The frame's result is at the broker, whatever the outcome. */
  public record Answered(String session, long sequence) implements Command {}

  private record DeviceSilent() implements Command {}

  /** The answer to {@link Admit}. */
  public sealed interface Verdict {

    /**
     * Segment it.
     *
     * @param missed numbers between the highest that had come before and this one; nobody waits for
     *     them. 0 for the first frame that this session sees: what came before may have been
     *     answered by another edge, or by this one before its restart
     * @param overdue whether it comes after a higher number, for the first time
     */
    record Segment(long missed, boolean overdue) implements Verdict {}

    /** Its result is at the broker already. */
    record Duplicate() implements Verdict {}

    /**
     * Its device is one too many; see {@link DeviceRegistry}.
     *
     * @param maxDevices how many may have a session
     */
    record TooManyDevices(int maxDevices) implements Verdict {}
  }

  /**
   * Nothing has come for the silence timeout.
   *
   * @param device which device
   * @param received commands that the session has received in its life
   */
  public record Silent(String device, long received) {}

  private final String device;
  private final Duration silenceTimeout;
  private final ActorRef<Silent> registry;
  private final TimerScheduler<Command> timers;
  private final Map<String, SessionLedger> ledgers = new LinkedHashMap<>(8, 0.75f, true);
  private long received = 0;

  /**
   * @param silenceTimeout positive
   * @param registry is told of silence, again after each further timeout; it may then stop the
   *     session
   */
  public static Behavior<Command> create(
      String device, Duration silenceTimeout, ActorRef<Silent> registry) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new DeviceSession(context, timers, device, silenceTimeout, registry)));
  }

  private DeviceSession(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      String device,
      Duration silenceTimeout,
      ActorRef<Silent> registry) {
    super(context);
    this.timers = timers;
    this.device = device;
    this.silenceTimeout = silenceTimeout;
    this.registry = registry;
    restartSilenceTimer();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Admit.class, this::onAdmit)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(DeviceSilent.class, this::onDeviceSilent)
        .build();
  }

  private Behavior<Command> onAdmit(Admit admit) {
    heard();
    Verdict verdict = ledger(admit.session()).judge(admit.sequence());
    if (verdict instanceof Verdict.Segment segment && segment.missed() > 0) {
      getContext()
          .getLog()
          .info(
              "device {}, session {}: {} frames before number {} have not come",
              device,
              admit.session(),
              Long.toUnsignedString(segment.missed()),
              Long.toUnsignedString(admit.sequence()));
    }
    admit.replyTo().tell(verdict);
    return this;
  }

  private Behavior<Command> onAnswered(Answered answered) {
    heard();
    ledger(answered.session()).answered(answered.sequence());
    return this;
  }

  private Behavior<Command> onDeviceSilent(DeviceSilent silent) {
    registry.tell(new Silent(device, received));
    restartSilenceTimer();
    return this;
  }

  private SessionLedger ledger(String session) {
    SessionLedger ledger = ledgers.computeIfAbsent(session, id -> new SessionLedger());
    if (ledgers.size() > MAX_SESSIONS) {
      ledgers.remove(ledgers.keySet().iterator().next()); // the least recently used
    }
    return ledger;
  }

  private void heard() {
    received++;
    restartSilenceTimer();
  }

  private void restartSilenceTimer() {
    timers.startSingleTimer(new DeviceSilent(), silenceTimeout);
  }
}
