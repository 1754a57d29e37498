package io.quantunet.trainer.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The QuantU-Net paper's: all images at random, class by class, 70 % to train on, 15 % to validate,
 * 15 % to test. BUSI repeats frames, so it leaks.
 *
 * @param seed of the shuffle
 */
public record PaperSplit(long seed) implements SplitProtocol {

  static final String LABEL = "paper";

  private static final double TRAIN_SHARE = 0.70;
  private static final double VALIDATION_SHARE = 0.15;

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public Partition split(List<Sample> samples) {
    Map<String, List<Sample>> classes =
        samples.stream()
            .collect(
                Collectors.groupingBy(
                    sample -> sample.folder() + "/" + sample.className(),
                    TreeMap::new,
                    Collectors.toCollection(ArrayList::new)));
    Random random = new Random(seed);
    List<Sample> train = new ArrayList<>();
    List<Sample> validation = new ArrayList<>();
    List<Sample> test = new ArrayList<>();
    for (List<Sample> members : classes.values()) {
      Collections.shuffle(members, random);
      int trained = (int) Math.rint(TRAIN_SHARE * members.size());
      int judged = trained + (int) Math.rint(VALIDATION_SHARE * members.size());
      train.addAll(members.subList(0, trained));
      validation.addAll(members.subList(trained, Math.min(judged, members.size())));
      test.addAll(members.subList(Math.min(judged, members.size()), members.size()));
    }
    return new Partition(LABEL, train, validation, test);
  }
}
