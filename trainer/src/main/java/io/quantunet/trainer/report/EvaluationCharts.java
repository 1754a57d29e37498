package io.quantunet.trainer.report;

import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.report.chart.LayerBars;
import io.quantunet.trainer.report.chart.Palette;
import io.quantunet.trainer.report.chart.Series;
import io.quantunet.trainer.report.chart.Series.Point;
import io.quantunet.trainer.report.chart.StripChart;
import io.quantunet.trainer.report.chart.XyChart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The drawings of one evaluation. */
final class EvaluationCharts {

  private EvaluationCharts() {}

  /** The Dice of every image, by class. */
  static String diceOfImages(EvaluationScores scores) {
    Map<String, List<StripChart.Dot>> groups = new LinkedHashMap<>();
    for (GroupScores group : scores.classes()) {
      groups.put(group.name(), new ArrayList<>());
    }
    for (ImageScore score : scores.perImage()) {
      groups.get(score.className()).add(new StripChart.Dot(score.overlap().dice(), score.name()));
    }
    return StripChart.svg("Dice of every image", "Dice", groups);
  }

  /** Dice against the size of the lesion, by class. */
  static String diceBySize(EvaluationScores scores) {
    Map<String, List<Point>> groups = new LinkedHashMap<>();
    for (ImageScore score : scores.perImage()) {
      if (score.hasLesion()) {
        groups.computeIfAbsent(score.className(), name -> new ArrayList<>()).add(point(score));
      }
    }
    XyChart chart =
        XyChart.of("Dice by size of the lesion", "lesion, pixels of the grid", "Dice")
            .doublingX()
            .yRange(0, 1);
    int number = 0;
    for (GroupScores group : scores.classes()) {
      String colour = Palette.series(number++);
      if (groups.containsKey(group.name())) {
        chart.add(Series.cloud(group.name(), colour, groups.get(group.name())));
      }
    }
    return chart.svg();
  }

  /** The weight width of every layer. */
  static String layerBits(QuantizedModel model) {
    Map<String, Integer> bits = new LinkedHashMap<>();
    for (Layer layer : model.layers()) {
      bits.put(layer.name(), layer.weightWidth().bits());
    }
    return LayerBars.svg("Bits per weight of every layer", bits);
  }

  private static Point point(ImageScore score) {
    double dice = score.overlap().dice();
    return new Point(score.overlap().truth(), dice, dice, dice, Optional.empty());
  }
}
