package io.quantunet.mqtt.impl;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Counts what is under way and tells when nothing is. Thread-safe. */
final class InFlight {

  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private int count;

  synchronized void add() {
    count++;
  }

  void remove() {
    List<CompletableFuture<Void>> done = List.of();
    synchronized (this) {
      count--;
      if (count == 0) {
        done = List.copyOf(waiting);
        waiting.clear();
      }
    }
    done.forEach(each -> each.complete(null));
  }

  synchronized CompletableFuture<Void> whenNone() {
    if (count == 0) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> none = new CompletableFuture<>();
    waiting.add(none);
    return none;
  }
}
