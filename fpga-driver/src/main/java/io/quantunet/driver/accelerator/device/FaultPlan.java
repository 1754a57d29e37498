package io.quantunet.driver.accelerator.device;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * Which faults come how often, at random but repeatable. Safe for several threads.
 *
 * <p>A kind's rate is its probability at each access of its sort: transfer, register access or wait
 * for an interrupt.
 */
public final class FaultPlan {

  private final Map<FaultKind, Double> rates;
  private final Map<FaultKind, Long> injected = new EnumMap<>(FaultKind.class);
  private final Random dice;
  private final int deadAccesses;

  /**
   * @param rates probability of each kind, 0..1; kinds that are missing never come
   * @param deadAccesses accesses for which a dead link stays dead, at least 1
   * @param seed of the dice
   */
  public FaultPlan(Map<FaultKind, Double> rates, int deadAccesses, long seed) {
    this.rates = Map.copyOf(rates);
    this.deadAccesses = deadAccesses;
    this.dice = new Random(seed);
  }

  /** Whether a fault comes at this access; counts it if so. */
  synchronized boolean strikes(FaultKind kind) {
    boolean strikes = dice.nextDouble() < rates.getOrDefault(kind, 0.0);
    if (strikes) {
      injected.merge(kind, 1L, Long::sum);
    }
    return strikes;
  }

  /** A number below a limit. */
  synchronized int below(int limit) {
    return dice.nextInt(limit);
  }

  int deadAccesses() {
    return deadAccesses;
  }

  /** How many faults of each kind came so far. */
  public synchronized Map<FaultKind, Long> injected() {
    return Map.copyOf(injected);
  }
}
