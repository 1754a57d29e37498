package io.quantunet.trainer.bench;

import io.quantunet.trainer.net.Precision;

/** A trainer that takes one step at a time, so that two of them can take turns. */
interface Contestant extends AutoCloseable {

  /**
   * Takes one training step.
   *
   * @return its seconds
   */
  double step(Precision precision);

  @Override
  void close();
}
