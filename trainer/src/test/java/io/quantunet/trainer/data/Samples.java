package io.quantunet.trainer.data;

import io.quantunet.proto.BinaryMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Samples for tests of what does not look at pixels. */
final class Samples {

  private Samples() {}

  /** One dark pixel, or a bright one if there is a lesion. */
  static Sample one(String className, String name, boolean lesion, Optional<String> leakGroup) {
    byte pixel = (byte) (lesion ? 1 : 0);
    return new Sample(
        "data",
        className,
        name,
        new byte[] {pixel},
        new BinaryMask(1, 1, new byte[] {pixel}),
        Optional.empty(),
        leakGroup);
  }

  /** A class of so many images, each a group of its own. */
  static List<Sample> ofClass(String className, int count) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "%s (%d).png".formatted(className, i);
      samples.add(one(className, name, !className.equals("normal"), Optional.of(name)));
    }
    return samples;
  }
}
