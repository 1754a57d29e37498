package io.quantunet.driver;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which workers there are and what each is doing. Those that serve the current model take batches;
 * retired ones end with the one they have.
 */
final class WorkerPool {

  private final Deque<ActorRef<EngineWorker.Command>> idle = new ArrayDeque<>();
  private final Map<ActorRef<EngineWorker.Command>, Batch> busy = new HashMap<>();
  private final Map<ActorRef<EngineWorker.Command>, Batch> retired = new HashMap<>();
  private final List<ActorRef<EngineWorker.Command>> hung = new ArrayList<>();

  /** Lets the idle ones end now, the others with the frames they have. */
  void retireAll() {
    idle.forEach(worker -> worker.tell(new EngineWorker.Stop()));
    idle.clear();
    busy.keySet().forEach(worker -> worker.tell(new EngineWorker.Stop()));
    retired.putAll(busy);
    busy.clear();
  }

  void add(ActorRef<EngineWorker.Command> worker) {
    idle.addLast(worker);
  }

  boolean hasIdle() {
    return !idle.isEmpty();
  }

  /** Workers that serve the current model. */
  int size() {
    return idle.size() + busy.size();
  }

  int busyWorkers() {
    return busy.size() + retired.size();
  }

  /** Workers that were given up and have not ended yet. */
  int hungWorkers() {
    return hung.size();
  }

  /**
   * Gives a batch to an idle worker.
   *
   * @param within the time in which it is wanted
   */
  ActorRef<EngineWorker.Command> start(Batch batch, Duration within) {
    ActorRef<EngineWorker.Command> worker = idle.removeFirst();
    busy.put(worker, batch);
    worker.tell(
        new EngineWorker.Compute(
            batch.id(), batch.jobs().stream().map(job -> job.request().frame()).toList(), within));
    return worker;
  }

  /** The batch that the worker has ended; empty if it was taken from it before. */
  Optional<Batch> finish(ActorRef<EngineWorker.Command> worker, long id) {
    Batch batch = busy.remove(worker);
    if (batch != null) {
      idle.addFirst(worker); // whose engine is warm, or fresh after a failure
    } else {
      batch = retired.remove(worker);
    }
    return Optional.ofNullable(batch).filter(found -> found.isOf(id));
  }

  /** Takes the batch from a worker that does not come back; it ends if it ever does. */
  Optional<Batch> abandon(ActorRef<EngineWorker.Command> worker, long id) {
    Map<ActorRef<EngineWorker.Command>, Batch> batches = busy.containsKey(worker) ? busy : retired;
    Batch batch = batches.get(worker);
    if (batch == null || !batch.isOf(id)) {
      return Optional.empty();
    }
    batches.remove(worker);
    hung.add(worker);
    worker.tell(new EngineWorker.Stop());
    return Optional.of(batch);
  }

  /** Forgets a worker that has ended. */
  Ended remove(ActorRef<EngineWorker.Command> worker) {
    Optional<Batch> batch =
        Optional.ofNullable(busy.get(worker)).or(() -> Optional.ofNullable(retired.get(worker)));
    boolean wasServing = idle.remove(worker) || busy.remove(worker) != null;
    retired.remove(worker);
    hung.remove(worker);
    return new Ended(wasServing, batch);
  }

  /**
   * A worker's end.
   *
   * @param wasServing whether the current model has one worker less now
   * @param batch what it was doing
   */
  record Ended(boolean wasServing, Optional<Batch> batch) {}

  /** Every job that a worker has. */
  List<Job> jobs() {
    return Stream.concat(busy.values().stream(), retired.values().stream())
        .flatMap(batch -> batch.jobs().stream())
        .toList();
  }
}
