package io.quantunet.mqtt.impl;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The publishes under way, none of which is left without an outcome. Thread-safe. */
final class InFlight {

  private final Set<CompletableFuture<String>> outcomes = ConcurrentHashMap.newKeySet();
  private volatile Optional<String> refusal = Optional.empty();

  /** One more; it is under way until the result is completed. */
  CompletableFuture<String> add() {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    outcomes.add(outcome);
    CompletableFuture<?> unused = outcome.whenComplete((reason, never) -> outcomes.remove(outcome));
    refusal.ifPresent(outcome::complete);
    return outcome;
  }

  /** Completes when all that are under way now have ended. */
  CompletableFuture<Void> whenNone() {
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new));
  }

  /** Ends, with this outcome, all that are under way and all that may follow. */
  void refuse(String reason) {
    refusal = Optional.of(reason);
    outcomes.forEach(outcome -> outcome.complete(reason));
  }
}
