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
 * @param images where the same ones can be had on other grids
 */
public record Partition(
    String protocol,
    List<Sample> train,
    List<Sample> validation,
    List<Sample> test,
    Stretch images) {

  /** Images that are known on one grid only. */
  public Partition(
      String protocol, List<Sample> train, List<Sample> validation, List<Sample> test) {
    this(protocol, train, validation, test, Stretch.none());
  }

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

  /** The same, with a place from where its images can be had on other grids. */
  public Partition from(Stretch source) {
    return new Partition(protocol, train, validation, test, source);
  }

  /**
   * What a run needs.
   *
   * @param grids on which the images to train on shall be known, besides their own
   * @throws DataException if they cannot be had on one of them
   */
  public DataSet dataSet(List<GridSize> grids) {
    return new DataSet(train, validation).alsoOn(grids, images);
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
