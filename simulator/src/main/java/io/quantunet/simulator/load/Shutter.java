package io.quantunet.simulator.load;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Lets one element through at each intended time, first + k * interval, and says when it was.
 *
 * <p>When downstream was not ready at the intended time, the element goes as soon as it is and
 * keeps its intended time, and those behind it catch up: so latency measured from these times is
 * that of a sensor that does not wait for the system under test (no coordinated omission). When
 * only the timer rang late, the time is that of the ring.
 *
 * @param <T> what is timed
 */
final class Shutter<T> extends GraphStage<FlowShape<T, Shutter.Timed<T>>> {

  /**
   * An element and its time.
   *
   * @param number 1, 2, 3, ...
   */
  record Timed<T>(T element, long number, Instant time) {}

  private final Inlet<T> in = Inlet.create("Shutter.in");
  private final Outlet<Timed<T>> out = Outlet.create("Shutter.out");
  private final InstantSource clock;
  private final Duration delay;
  private final Duration interval;

  /**
   * @param delay from the first demand to the first element
   * @param interval from one element to the next
   */
  Shutter(InstantSource clock, Duration delay, Duration interval) {
    this.clock = clock;
    this.delay = delay;
    this.interval = interval;
  }

  @Override
  public FlowShape<T, Timed<T>> shape() {
    return FlowShape.of(in, out);
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private Instant due; // from the first demand on
    private long number;
    private boolean wanted;
    private boolean rung;
    private Optional<T> waiting = Optional.empty();

    Logic() {
      super(shape());
      setHandlers(
          in,
          out,
          new AbstractInOutHandler() {
            @Override
            public void onPush() {
              waiting = Optional.of(grab(in));
              offer();
            }

            @Override
            public void onPull() {
              if (due == null) {
                due = clock.instant().plus(delay);
              }
              wanted = true;
              offer();
            }

            @Override
            public void onUpstreamFinish() {
              if (waiting.isEmpty()) {
                completeStage();
              }
            }
          });
    }

    @Override
    public void preStart() {
      pull(in);
    }

    @Override
    public void onTimer(Object key) {
      rung = true;
      offer();
    }

    private void offer() {
      if (!wanted || waiting.isEmpty() || isTimerActive(this)) {
        return;
      }
      Instant now = clock.instant();
      if (now.isBefore(due)) {
        scheduleOnce(this, Duration.between(now, due));
        return;
      }
      push(out, new Timed<>(waiting.get(), ++number, rung ? now : due));
      due = due.plus(interval);
      waiting = Optional.empty();
      wanted = false;
      rung = false;
      if (isClosed(in)) {
        completeStage();
      } else {
        pull(in);
      }
    }
  }
}
