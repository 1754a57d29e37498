package io.quantunet.trainer.data;

import java.util.ArrayList;
import java.util.List;

/**
 * As {@code split.csv} says, which keeps all near-duplicates of a frame on one side. The only
 * protocol whose figures say something of new patients.
 */
public record LeakFreeSplit() implements SplitProtocol {

  static final String LABEL = "leak-free";

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public Partition split(List<Sample> samples) {
    List<Sample> train = new ArrayList<>();
    List<Sample> validation = new ArrayList<>();
    for (Sample sample : samples) {
      Split split =
          sample
              .split()
              .orElseThrow(
                  () ->
                      new DataException(
                          sample
                              + " has no split; add a split.csv to its folder, or take the protocol '"
                              + PaperSplit.LABEL
                              + "'"));
      (split == Split.TRAIN ? train : validation).add(sample);
    }
    return new Partition(LABEL, train, validation, List.of());
  }
}
