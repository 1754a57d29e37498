package io.quantunet.trainer.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

@Label("A bend")
class BendPropertyTest {

  private static final int WIDTH = 96;
  private static final int HEIGHT = 64;

  @Property(tries = 50)
  void neverFoldsTissueOverItself(@ForAll long seed) {
    double[] x = new double[WIDTH * HEIGHT];
    double[] y = new double[WIDTH * HEIGHT];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % WIDTH;
      y[i] = Math.floorDiv(i, WIDTH);
    }

    Bend.addTo(
        x, y, WIDTH, HEIGHT, Ingredient.ELASTIC.greatestStrength(), new SplittableRandom(seed));

    for (int row = 0; row < HEIGHT - 1; row++) {
      for (int column = 0; column < WIDTH - 1; column++) {
        int at = row * WIDTH + column;
        double determinant =
            (x[at + 1] - x[at]) * (y[at + WIDTH] - y[at])
                - (x[at + WIDTH] - x[at]) * (y[at + 1] - y[at]);
        assertThat(determinant).isPositive();
      }
    }
  }

  @Property(tries = 20)
  void isSmooth(@ForAll long seed) {
    double[] x = new double[WIDTH * HEIGHT];

    Bend.addTo(
        x,
        new double[x.length],
        WIDTH,
        HEIGHT,
        Ingredient.ELASTIC.greatestStrength(),
        new SplittableRandom(seed));

    for (int i = 1; i < WIDTH - 1; i++) {
      // A cubic spline's bend is at most the control points' second difference over the cell's
      // square: 4 times the longest shift (0.068 of the width), cells of a seventh.
      double most = 4 * 0.068 * WIDTH * Math.pow(7.0 / WIDTH, 2);
      assertThat(Math.abs(x[i + 1] - 2 * x[i] + x[i - 1])).isLessThanOrEqualTo(most * 1.001);
    }
  }
}
