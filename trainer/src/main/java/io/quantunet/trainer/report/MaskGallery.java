package io.quantunet.trainer.report;

import io.quantunet.trainer.report.chart.MaskPicture;
import io.quantunet.trainer.report.page.HtmlPage;
import io.quantunet.trainer.report.page.HtmlPage.Figure;
import io.quantunet.trainer.report.page.HtmlPage.Key;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The best, the middling and the worst masks as pictures, and the largest false positives. */
final class MaskGallery {

  /** Pictures of each kind. */
  private static final int COUNT = 4;

  private MaskGallery() {}

  static void add(HtmlPage page, EvaluationReport report, Pictures pictures) {
    page.subheading("Masks");
    if (pictures == Pictures.LEFT_OUT) {
      page.note(
          "Pictures of the images are left out of this page, since the data may not be passed on.");
      return;
    }
    List<EvaluatedImage> ranked = rankedLesions(report.images());
    page.colourKey(
        List.of(new Key("truth", MaskPicture.TRUTH), new Key("found", MaskPicture.FOUND)));
    addPictures(page, "Best", best(ranked));
    addPictures(page, "Median", median(ranked));
    addPictures(page, "Worst", worst(ranked));
    addPictures(page, "Largest false positives", largestFalsePositives(report.images()));
  }

  /** Images with a lesion, the highest Dice first; ties in the order of evaluation. */
  static List<EvaluatedImage> rankedLesions(List<EvaluatedImage> images) {
    return images.stream()
        .filter(image -> image.truth().count() > 0)
        .sorted(Comparator.comparingDouble(MaskGallery::dice).reversed())
        .toList();
  }

  static List<EvaluatedImage> best(List<EvaluatedImage> ranked) {
    return ranked.subList(0, Math.min(COUNT, ranked.size()));
  }

  static List<EvaluatedImage> median(List<EvaluatedImage> ranked) {
    int from = Math.max(0, (ranked.size() - COUNT) / 2);
    return ranked.subList(from, Math.min(from + COUNT, ranked.size()));
  }

  static List<EvaluatedImage> worst(List<EvaluatedImage> ranked) {
    return ranked.subList(Math.max(0, ranked.size() - COUNT), ranked.size());
  }

  static List<EvaluatedImage> largestFalsePositives(List<EvaluatedImage> images) {
    return images.stream()
        .filter(image -> image.truth().count() == 0 && image.found().count() > 0)
        .sorted(Comparator.comparingInt(image -> -image.found().count()))
        .limit(COUNT)
        .toList();
  }

  private static void addPictures(HtmlPage page, String name, List<EvaluatedImage> images) {
    if (!images.isEmpty()) {
      page.subheading(name);
      page.pictures(images.stream().map(MaskGallery::figure).toList());
    }
  }

  private static Figure figure(EvaluatedImage image) {
    String caption = caption(image);
    return new Figure(
        MaskPicture.svg(image.image(), image.truth(), image.found(), caption), caption);
  }

  private static String caption(EvaluatedImage image) {
    return image.truth().count() == 0
        ? "%s, %d pixels found".formatted(image.name(), image.found().count())
        : String.format(Locale.ROOT, "%s, Dice %.3f", image.name(), dice(image));
  }

  private static double dice(EvaluatedImage image) {
    return image.found().dice(image.truth());
  }
}
