package io.quantunet.trainer.data.augmentation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a view can be made of. Each has a {@link Dose}; the unit of its strength is said here. "Up
 * to" means: drawn evenly between none and that, to either side where there are two.
 */
public enum Ingredient {
  /** Mirrored left to right, never upside down: depth has a direction. The strength is not used. */
  FLIP(1),
  /** Turned up to so many degrees: the probe tilts. */
  ROTATION(90),
  /** Larger or smaller by up to this share: another depth setting. */
  SCALE(0.9),
  /** Moved along both axes by up to this share of the side: the probe slides. */
  SHIFT(0.9),
  /** Across against down stretched by up to {@code e^strength}: frames of another shape. */
  ASPECT(1),
  /** Bent: standard deviation of the control points, as a share of the side; see {@link Bend}. */
  ELASTIC(0.034),
  /** A dark band below a point: greatest share of the light that it takes. */
  SHADOW(1),
  /** Reduced by a factor of up to {@code 1 + strength}, then enlarged again. */
  RESOLUTION(7),
  /** The console's depth sliders: each up to this share off. */
  TIME_GAIN(1),
  /** The displayed decibels: range up to {@code e^strength} times larger or smaller. */
  DYNAMIC_RANGE(2),
  /** Brighter or darker by up to this share. */
  GAIN(1),
  /** An exponent up to this far from 1. */
  GAMMA(0.9),
  /** Multiplicative noise in grains: up to this standard deviation. */
  SPECKLE(1),
  /** Multiplicative noise, each pixel for itself: up to this standard deviation. */
  NOISE(1),
  /** Measuring crosses with dotted lines: greatest brightness, 1 is white. */
  CALLIPERS(1),
  /** Small letters and figures: greatest brightness, 1 is white. */
  TEXT(1);

  private final double greatestStrength;

  Ingredient(double greatestStrength) {
    this.greatestStrength = greatestStrength;
  }

  /** Its word in recipes, e.g. {@code time-gain}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A strength beyond this one makes no sense. */
  public double greatestStrength() {
    return greatestStrength;
  }

  /**
   * From its label.
   *
   * @throws IllegalArgumentException for any other word; the message lists the labels
   */
  public static Ingredient of(String label) {
    return Arrays.stream(values())
        .filter(ingredient -> ingredient.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no augmentation is called '%s'; there are %s".formatted(label, labels())));
  }

  private static String labels() {
    return Arrays.stream(values()).map(Ingredient::label).collect(Collectors.joining(", "));
  }
}
