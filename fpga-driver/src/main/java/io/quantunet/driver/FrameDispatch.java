package io.quantunet.driver;

import akka.actor.typed.ActorRef;
import io.quantunet.driver.DriverMetrics.Outcome;
import io.quantunet.driver.FpgaDriver.Answer;
import io.quantunet.driver.FpgaDriver.State;
import io.quantunet.driver.FpgaDriver.Timings;
import io.quantunet.driver.engine.Logits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** From the queue to the workers: every accepted frame ends in exactly one answer. */
final class FrameDispatch {

  /** What the driver is to be reminded of. */
  interface Timers {

    /** The job's deadline will have passed. */
    void deadline(long job, Duration left);

    /** The worker will have had the batch for too long. */
    void patience(ActorRef<EngineWorker.Command> worker, long batch, Duration patience);

    /** Neither, any more. */
    void cancel(long jobOrBatch);

    /** Workers that ended are to be replaced. */
    void replaceWorkers(Duration pause);
  }

  /** A frame that hangs twice, and some more. */
  private static final int MAX_HUNG_PER_WORKER = 4;

  /** A deadline beyond it needs no timer, and may be more than a timer can hold. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final DriverSettings settings;
  private final DriverMetrics metrics;
  private final Clock clock;
  private final Timers timers;
  private final Deque<Job> queue = new ArrayDeque<>();
  private final WorkerPool pool = new WorkerPool();
  private Optional<Supplier<ActorRef<EngineWorker.Command>>> spawn = Optional.empty();
  private boolean loading = false;
  private String trouble = "no model yet";
  private long lastId = 0;
  private long failures = 0;

  FrameDispatch(DriverSettings settings, DriverMetrics metrics, Clock clock, Timers timers) {
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
    this.timers = timers;
  }

  void accept(FpgaDriver.Segment segment) {
    Instant now = clock.instant();
    Job job = Job.first(++lastId, segment, now);
    if (job.isLate(now)) {
      late(job);
    } else if (state() == State.FAILED) {
      fail(job, trouble);
    } else if (queue.size() >= settings.queueCapacity()) {
      answer(
          job, Outcome.QUEUE_FULL, new Answer.QueueFull(segment.key(), settings.queueCapacity()));
    } else {
      segment
          .deadline()
          .map(deadline -> Duration.between(now, deadline))
          .filter(left -> left.compareTo(LONGEST_WAIT) < 0)
          .ifPresent(left -> timers.deadline(job.id(), left));
      queue.addLast(job);
    }
    dispatch();
  }

  void deadlinePassed(long id) {
    Optional<Job> waiting = queue.stream().filter(job -> job.id() == id).findFirst();
    waiting.ifPresent(queue::remove);
    waiting.ifPresent(this::late);
    dispatch();
  }

  /** A worker has ended a batch; nothing happens if it was taken from it before. */
  void ended(EngineWorker.Event event) {
    Optional<Batch> ended = pool.finish(event.worker(), event.batch());
    ended.ifPresent(batch -> timers.cancel(batch.id()));
    if (event instanceof EngineWorker.Event.Computed computed) {
      ended.ifPresent(batch -> segmented(batch, computed));
    } else if (event instanceof EngineWorker.Event.NotComputed failure) {
      ended.ifPresent(batch -> retryOrFail(batch, failure.reason()));
    }
    dispatch();
  }

  /** Native code cannot be interrupted: the worker is left alone, and another takes its place. */
  void engineHung(ActorRef<EngineWorker.Command> worker, long id) {
    Optional<Batch> batch = pool.abandon(worker, id);
    if (batch.isPresent()) {
      metrics.engineHung();
      trouble = "an engine did not answer within " + patience(batch.get());
      refill();
      retryOrFail(batch.get(), trouble);
    }
    dispatch();
  }

  void workerEnded(ActorRef<EngineWorker.Command> worker, String reason) {
    WorkerPool.Ended ended = pool.remove(worker);
    if (ended.wasServing()) {
      trouble = reason;
      timers.replaceWorkers(settings.replacementDelay());
    } else {
      refill(); // it may have hung, and its place was not taken
    }
    ended.batch().ifPresent(batch -> timers.cancel(batch.id()));
    ended.batch().ifPresent(batch -> retryOrFail(batch, reason));
    dispatch();
  }

  void replaceWorkers() {
    refill();
    dispatch();
  }

  void modelIsLoading(boolean isLoading) {
    loading = isLoading;
    dispatch();
  }

  void modelRefused(String reason) {
    if (spawn.isEmpty()) {
      trouble = reason;
    }
    dispatch();
  }

  /**
   * From the next frame on, workers from this source compute; the others end with what they have.
   */
  void serve(Supplier<ActorRef<EngineWorker.Command>> source) {
    spawn = Optional.of(source);
    pool.retireAll();
    refill();
    dispatch();
  }

  /** The last thing before the end. */
  void stopAll() {
    List<Job> inFlight = pool.jobs();
    inFlight.forEach(this::stopped);
    queue.forEach(this::stopped);
    queue.clear();
  }

  State state() {
    if (pool.size() == 0) {
      return loading ? State.DEGRADED : State.FAILED;
    }
    return pool.size() < settings.workers() ? State.DEGRADED : State.READY;
  }

  /** What is wrong; empty if nothing is. */
  String detail() {
    return switch (state()) {
      case READY -> "";
      case DEGRADED -> pool.size() == 0 ? "a model is being loaded" : trouble;
      case FAILED -> trouble;
    };
  }

  int queued() {
    return queue.size();
  }

  int busyWorkers() {
    return pool.busyWorkers();
  }

  /** Frames that no engine could compute. */
  long failures() {
    return failures;
  }

  /** As many workers as there should be, unless too many hang: their threads are not given back. */
  private void refill() {
    while (spawn.isPresent()
        && pool.size() < settings.workers()
        && pool.hungWorkers() < MAX_HUNG_PER_WORKER * settings.workers()) {
      pool.add(spawn.get().get());
    }
  }

  private void dispatch() {
    while (pool.hasIdle() && !queue.isEmpty()) {
      start(nextJobs());
    }
    while (state() == State.FAILED && !queue.isEmpty()) {
      Job job = queue.removeFirst();
      timers.cancel(job.id());
      fail(job, trouble);
    }
    metrics.load(queue.size(), pool.busyWorkers());
  }

  /**
   * A full batch if the queue is deep enough to fill one for each worker, otherwise a single frame:
   * nobody waits for company.
   */
  private List<Job> nextJobs() {
    int size = queue.size() >= settings.batch() * settings.workers() ? settings.batch() : 1;
    List<Job> jobs = new ArrayList<>();
    do {
      jobs.add(queue.removeFirst());
    } while (jobs.size() < size && !jobs.get(0).alone() && !queue.getFirst().alone());
    return jobs;
  }

  private void start(List<Job> jobs) {
    Instant now = clock.instant();
    jobs.forEach(job -> timers.cancel(job.id()));
    jobs.stream().filter(job -> job.isLate(now)).forEach(this::late);
    List<Job> inTime = jobs.stream().filter(job -> !job.isLate(now)).toList();
    if (!inTime.isEmpty()) {
      Batch batch = new Batch(++lastId, inTime);
      Duration patience = patience(batch);
      timers.patience(pool.start(batch, batch.within(patience, now)), batch.id(), patience);
    }
  }

  private Duration patience(Batch batch) {
    return settings.inferenceTimeout().multipliedBy(batch.jobs().size());
  }

  private void segmented(Batch batch, EngineWorker.Event.Computed computed) {
    for (int i = 0; i < batch.jobs().size(); i++) {
      segmented(batch.jobs().get(i), computed.logits().get(i), computed);
    }
  }

  private void segmented(Job job, Logits logits, EngineWorker.Event.Computed computed) {
    Duration computing = computed.preprocess().plus(computed.inference());
    Duration queued = Duration.between(job.accepted(), clock.instant()).minus(computing);
    Timings timings =
        new Timings(
            queued.isNegative() ? Duration.ZERO : queued,
            computed.preprocess(),
            computed.inference(),
            computed.deviceCycles());
    metrics.segmented(timings);
    answer(
        job,
        Outcome.SEGMENTED,
        new Answer.Segmented(
            job.request().key(), logits, computed.model(), computed.engine(), timings));
  }

  /** Who was to blame shows when each is computed alone. */
  private void retryOrFail(Batch batch, String reason) {
    if (batch.jobs().size() == 1) {
      retryOrFail(batch.jobs().get(0), reason);
      return;
    }
    metrics.retried();
    for (int i = batch.jobs().size() - 1; i >= 0; i--) {
      queue.addFirst(batch.jobs().get(i).apart());
    }
  }

  private void retryOrFail(Job job, String reason) {
    if (job.mayBeRetried()) {
      metrics.retried();
      queue.addFirst(job.again());
    } else {
      fail(job, reason);
    }
  }

  private void late(Job job) {
    answer(job, Outcome.LATE, new Answer.Late(job.request().key()));
  }

  private void fail(Job job, String reason) {
    failures++;
    answer(job, Outcome.FAILED, new Answer.Failed(job.request().key(), reason));
  }

  private void stopped(Job job) {
    answer(job, Outcome.STOPPED, new Answer.Stopped(job.request().key()));
  }

  private void answer(Job job, Outcome outcome, Answer answer) {
    metrics.ended(outcome);
    job.request().replyTo().tell(answer);
  }
}
