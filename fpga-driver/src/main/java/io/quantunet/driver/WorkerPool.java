package io.quantunet.driver;

import akka.actor.typed.ActorRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which workers there are and what each is doing. Those that serve the current model take jobs;
 * retired ones end with the frame they have.
 */
final class WorkerPool {

  private final Deque<ActorRef<EngineWorker.Command>> idle = new ArrayDeque<>();
  private final Map<ActorRef<EngineWorker.Command>, Job> busy = new HashMap<>();
  private final Map<ActorRef<EngineWorker.Command>, Job> retired = new HashMap<>();
  private final List<ActorRef<EngineWorker.Command>> hung = new ArrayList<>();

  /** Lets the idle ones end now, the others with the frame they have. */
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

  /** Gives a job to an idle worker. */
  ActorRef<EngineWorker.Command> start(Job job) {
    ActorRef<EngineWorker.Command> worker = idle.removeFirst();
    busy.put(worker, job);
    worker.tell(new EngineWorker.Compute(job.id(), job.request().frame()));
    return worker;
  }

  /** The job that the worker has ended; empty if it was taken from it before. */
  Optional<Job> finish(ActorRef<EngineWorker.Command> worker, long id) {
    Job job = busy.remove(worker);
    if (job != null) {
      idle.addFirst(worker); // whose engine is warm, or fresh after a failure
    } else {
      job = retired.remove(worker);
    }
    return Optional.ofNullable(job).filter(found -> found.id() == id);
  }

  /** Takes the job from a worker that does not come back; it ends if it ever does. */
  Optional<Job> abandon(ActorRef<EngineWorker.Command> worker, long id) {
    Map<ActorRef<EngineWorker.Command>, Job> jobs = busy.containsKey(worker) ? busy : retired;
    Job job = jobs.get(worker);
    if (job == null || job.id() != id) {
      return Optional.empty();
    }
    jobs.remove(worker);
    hung.add(worker);
    worker.tell(new EngineWorker.Stop());
    return Optional.of(job);
  }

  /** Forgets a worker that has ended. */
  Ended remove(ActorRef<EngineWorker.Command> worker) {
    Optional<Job> job =
        Optional.ofNullable(busy.get(worker)).or(() -> Optional.ofNullable(retired.get(worker)));
    boolean wasServing = idle.remove(worker) || busy.remove(worker) != null;
    retired.remove(worker);
    hung.remove(worker);
    return new Ended(wasServing, job);
  }

  /**
   * A worker's end.
   *
   * @param wasServing whether the current model has one worker less now
   * @param job what it was doing
   */
  record Ended(boolean wasServing, Optional<Job> job) {}

  /** Every job that a worker has. */
  List<Job> jobs() {
    List<Job> jobs = new ArrayList<>(busy.values());
    jobs.addAll(retired.values());
    return jobs;
  }
}
