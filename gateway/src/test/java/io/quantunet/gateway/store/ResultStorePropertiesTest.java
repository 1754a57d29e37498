package io.quantunet.gateway.store;

import static io.quantunet.gateway.Samples.START_US;
import static io.quantunet.gateway.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.gateway.Samples;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("Whatever is delivered, however often, in whatever order and batches")
class ResultStorePropertiesTest {

  /** One delivery of a result. */
  record Delivery(String device, long sequence, Outcome outcome) {}

  @Property(tries = 60)
  @Label(
      "each frame has one row, a mask if one ever came, and the gaps are exactly the missing frames")
  void isStoredOnce(@ForAll("deliveries") List<Delivery> deliveries, @ForAll("cuts") int cut) {
    try (Database database = TestDatabase.open()) {
      ResultStore store = new ResultStore(database);
      int middle = Math.min(cut, deliveries.size());
      store.store(arrivals(deliveries.subList(0, middle)));
      store.store(arrivals(deliveries.subList(middle, deliveries.size())));

      Set<String> keys = new HashSet<>();
      Set<String> masks = new HashSet<>();
      Map<String, Long> highest = new HashMap<>();
      for (Delivery delivery : deliveries) {
        String frame = delivery.device() + "/" + delivery.sequence();
        keys.add(frame);
        if (delivery.outcome() == Outcome.OUTCOME_SEGMENTED) {
          masks.add(frame);
        }
        highest.merge(delivery.device(), delivery.sequence(), Math::max);
      }
      StoreStats stats = new Statistics(database, Clock.systemUTC()).stats();
      long rows = store.page(ResultQuery.newest(1000)).size();
      assertThat(rows).isEqualTo(keys.size());
      assertThat(stats.segmented()).isEqualTo(masks.size());
      assertThat(stats.duplicatesStored()).isZero();
      assertThat(stats.lost())
          .isEqualTo(highest.values().stream().mapToLong(Long::longValue).sum() - rows);
      long replaced = deliveries.size() - rows - stats.duplicatesDropped() - stats.outranked();
      assertThat(replaced).as("upgrades").isBetween(0L, (long) masks.size());
    }
  }

  @Provide
  Arbitrary<List<Delivery>> deliveries() {
    return Combinators.combine(
            Arbitraries.of("probe-1", "probe-2"),
            Arbitraries.longs().between(1, 6),
            Arbitraries.of(Outcome.OUTCOME_SEGMENTED, Outcome.OUTCOME_FAILED, Outcome.OUTCOME_LATE))
        .as(Delivery::new)
        .list()
        .ofMaxSize(25);
  }

  @Provide
  Arbitrary<Integer> cuts() {
    return Arbitraries.integers().between(0, 25);
  }

  private static List<Arrival.Result> arrivals(List<Delivery> deliveries) {
    return deliveries.stream()
        .map(delivery -> new Arrival.Result(message(delivery), START_US))
        .toList();
  }

  private static Segmentation message(Delivery delivery) {
    return delivery.outcome() == Outcome.OUTCOME_SEGMENTED
        ? Samples.segmented(key(delivery.device(), delivery.sequence()))
        : Samples.outcome(key(delivery.device(), delivery.sequence()), delivery.outcome(), "");
  }
}
