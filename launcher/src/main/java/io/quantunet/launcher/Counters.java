package io.quantunet.launcher;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.stream.Collectors;

/** What a service without a page has counted, for the person who ends it. */
final class Counters {

  private Counters() {}

  /** Prints every counter that is not 0, by name. */
  static void print(MeterRegistry metrics) {
    metrics.getMeters().stream()
        .filter(Counter.class::isInstance)
        .map(Counter.class::cast)
        .filter(counter -> counter.count() > 0)
        .map(Counters::line)
        .sorted()
        .forEach(System.out::println);
  }

  private static String line(Counter counter) {
    String tags =
        counter.getId().getTags().stream()
            .map(Counters::text)
            .collect(Collectors.joining(", ", "{", "}"));
    return "%s%s %.0f"
        .formatted(counter.getId().getName(), tags.equals("{}") ? "" : tags, counter.count());
  }

  private static String text(Tag tag) {
    return tag.getKey() + "=" + tag.getValue();
  }
}
