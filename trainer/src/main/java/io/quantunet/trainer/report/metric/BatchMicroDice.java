package io.quantunet.trainer.report.metric;

import java.util.List;

/**
 * The Dice that much of the literature on BUSI prints: the pixels of a whole batch are pooled,
 * {@code iou = (|A and B| + e) / (|A or B| + e)} with {@code e = 1e-5}, {@code dice = 2 iou / (1 +
 * iou)}, and batches are averaged by their number of images (the {@code iou_score} of UNeXt, U-KAN
 * and the benchmark that collects them). Large lesions outweigh small ones and the value depends on
 * the order of the images: it serves to stand beside published figures, and for nothing else.
 */
public final class BatchMicroDice {

  /** Images per batch, as U-KAN validates. */
  public static final int BATCH = 8;

  private static final double SMOOTH = 1e-5;

  private BatchMicroDice() {}

  /** Over images in batches of {@link #BATCH}, the last one perhaps smaller; NaN without images. */
  public static double of(List<Overlap> images) {
    double sum = 0;
    for (int from = 0; from < images.size(); from += BATCH) {
      List<Overlap> batch = images.subList(from, Math.min(images.size(), from + BATCH));
      sum += batch.size() * pooled(batch);
    }
    return sum / images.size();
  }

  private static double pooled(List<Overlap> batch) {
    long both = 0;
    long either = 0;
    for (Overlap image : batch) {
      both += image.both();
      either += image.both() + image.onlyFound() + image.onlyTrue();
    }
    double iou = (both + SMOOTH) / (either + SMOOTH);
    return 2 * iou / (1 + iou);
  }
}
