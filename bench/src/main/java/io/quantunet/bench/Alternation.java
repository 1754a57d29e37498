package io.quantunet.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures runners in turn, so that whatever slows the machine down slows them all: in each round
 * every runner computes a slice of frames.
 */
final class Alternation implements AutoCloseable {

  private static final Duration SLICE = Duration.ofMillis(40);

  /**
   * A contender with a number of its workers.
   *
   * @param contender who computes
   * @param workers how many of its workers compute side by side
   */
  record Runner(Contender contender, int workers) {}

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * Runs all in turn until the time is over.
   *
   * @param warmUp time before anything counts
   * @param time time that counts; at least three rounds, whatever they take
   * @return rounds, each the milliseconds per frame in the order of the runners
   */
  List<List<Double>> measure(List<Runner> runners, Duration warmUp, Duration time) {
    Map<Runner, Integer> slices = new LinkedHashMap<>();
    long end = System.nanoTime() + warmUp.toNanos();
    do {
      for (Runner runner : runners) {
        double nanos = slice(runner, 1);
        slices.put(runner, (int) Math.max(1, Math.round(SLICE.toNanos() / nanos)));
      }
    } while (System.nanoTime() < end);
    List<List<Double>> rounds = new ArrayList<>();
    end = System.nanoTime() + time.toNanos();
    while (rounds.size() < 3 || System.nanoTime() < end) {
      Map<Runner, Double> round = new HashMap<>(); // equal runners are one and run once
      for (Runner runner : slices.keySet()) {
        round.put(runner, slice(runner, slices.get(runner)) / 1e6);
      }
      rounds.add(runners.stream().map(round::get).toList());
    }
    return rounds;
  }

  /** Nanoseconds per frame while each of the workers computes some. */
  private double slice(Runner runner, int frames) {
    Callable<Void> first = work(runner, 0, frames);
    List<Future<Void>> others = new ArrayList<>();
    long start = System.nanoTime();
    try {
      for (int worker = 1; worker < runner.workers(); worker++) {
        others.add(threads.submit(work(runner, worker, frames)));
      }
      first.call();
      for (Future<Void> other : others) {
        other.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(runner.contender().name() + " failed", e.getCause());
    } catch (Exception e) {
      throw new IllegalStateException(runner.contender().name() + " failed", e);
    }
    return (System.nanoTime() - start) / (double) (frames * runner.workers());
  }

  private static Callable<Void> work(Runner runner, int worker, int frames) {
    return () -> {
      for (int i = 0; i < frames; i++) {
        runner.contender().frame(worker);
      }
      return null;
    };
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
