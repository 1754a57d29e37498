package io.quantunet.trainer.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Images divided by a protocol.
 *
 * @param protocol its label
 * @param train to learn from
 * @param validation to choose the best epoch by
 * @param test to judge the chosen one by; empty where the protocol has no such part
 */
public record Partition(
    String protocol, List<Sample> train, List<Sample> validation, List<Sample> test) {

  /**
   * @throws DataException if there is nothing to train on or to validate on
   */
  public Partition {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    if (train.isEmpty() || validation.isEmpty()) {
      throw new DataException(
          "split '%s': %d images to train on, %d to validate; both parts need some, add images"
              .formatted(protocol, train.size(), validation.size()));
    }
  }

  /** What a run needs. */
  public DataSet dataSet() {
    return new DataSet(train, validation);
  }

  /** Near-duplicates on both sides: of what is learnt, among what is validated and tested. */
  public Leak leak() {
    List<Sample> heldOut = new ArrayList<>(validation);
    heldOut.addAll(test);
    return Leak.between(train, heldOut);
  }

  /** Counts and leak in one line, for logs and reports. */
  public String summary() {
    return "split '%s': %d images to train on, %d to validate, %d to test; %s"
        .formatted(protocol, train.size(), validation.size(), test.size(), leak());
  }
}
