package io.quantunet.gateway.store;

import static io.quantunet.gateway.Samples.START_US;
import static io.quantunet.gateway.Samples.key;
import static io.quantunet.gateway.Samples.outcome;
import static io.quantunet.gateway.Samples.segmented;
import static io.quantunet.gateway.Samples.square;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quantunet.proto.FrameKey;
import io.quantunet.proto.Outcome;
import io.quantunet.proto.Segmentation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The result store")
class ResultStoreTest {

  private static final long LATER_US = START_US + 60_000_000;
  private static final FrameKey KEY = key("probe-1", 1);

  private final Database database = TestDatabase.open();
  private final ResultStore store = new ResultStore(database);
  private final Statistics statistics = new Statistics(database, Clock.systemUTC());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  @DisplayName("gives back a result as it came")
  void keepsEveryField() {
    Segmentation message = segmented(KEY);

    assertThat(put(message)).isEqualTo(Verdict.INSERTED);

    StoredResult stored = store.find(KEY).orElseThrow();
    assertThat(stored.message()).isEqualTo(message);
    assertThat(stored.receivedTimeUs()).isEqualTo(LATER_US);
    assertThat(stored.latencyMs()).hasValue(60_000.0);
  }

  @Test
  @DisplayName("gives back a result without mask, box, centroid and capture time")
  void keepsAbsence() {
    Segmentation message =
        outcome(KEY, Outcome.OUTCOME_FAILED, "out of memory").toBuilder()
            .setCaptureTimeUs(0)
            .build();

    put(message);

    StoredResult stored = store.find(KEY).orElseThrow();
    assertThat(stored.message()).isEqualTo(message);
    assertThat(stored.latencyMs()).isEmpty();
  }

  @Test
  @DisplayName("counts a second copy and changes nothing")
  void dropsACopy() {
    put(segmented(KEY, square(4, 4, 8)));

    assertThat(put(segmented(KEY, square(0, 0, 2)))).isEqualTo(Verdict.COPY);

    assertThat(store.find(KEY).orElseThrow().message().getLesionPixels()).isEqualTo(64);
    assertThat(statistics.stats().duplicatesDropped()).isEqualTo(1);
    assertThat(statistics.stats().duplicatesStored()).isZero();
  }

  @Test
  @DisplayName("lets no other outcome replace a mask, and counts it")
  void keepsTheMask() {
    put(segmented(KEY));

    assertThat(put(outcome(KEY, Outcome.OUTCOME_LATE, "too late"))).isEqualTo(Verdict.OUTRANKED);

    assertThat(store.find(KEY).orElseThrow().message().getOutcome())
        .isEqualTo(Outcome.OUTCOME_SEGMENTED);
    assertThat(statistics.stats().outranked()).isEqualTo(1);
  }

  @Test
  @DisplayName("lets a mask replace a failure")
  void upgradesAFailure() {
    put(outcome(KEY, Outcome.OUTCOME_FAILED, "engine lost"));

    assertThat(put(segmented(KEY))).isEqualTo(Verdict.UPGRADED);

    assertThat(store.find(KEY).orElseThrow().message()).isEqualTo(segmented(KEY));
    assertThat(statistics.stats().outcomes()).containsOnlyKeys("SEGMENTED");
  }

  @Test
  @DisplayName("counts reports without a key by device, beside the results")
  void countsReports() {
    List<Verdict> verdicts =
        store.store(
            List.of(
                new Arrival.Report("probe-1", "", ReportKind.MALFORMED, "bad CRC", LATER_US),
                new Arrival.Report("probe-1", "", ReportKind.MALFORMED, "truncated", LATER_US),
                new Arrival.Report("probe-1", "s1", ReportKind.DUPLICATE, "again", LATER_US)));

    assertThat(verdicts).containsOnly(Verdict.COUNTED);
    assertThat(statistics.devices().get("probe-1").outcomes())
        .containsEntry("MALFORMED", 2L)
        .containsEntry("DUPLICATE", 1L);
    assertThat(store.page(ResultQuery.newest(10))).isEmpty();
  }

  @Test
  @DisplayName("stores each frame once when many writers deliver all of them at the same time")
  void survivesConcurrentDuplicates() throws Exception {
    int writers = 4;
    int frames = 60;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Callable<List<Verdict>>> deliveries = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        deliveries.add(() -> deliverAll(frames));
      }
      List<Verdict> verdicts = new ArrayList<>();
      for (Future<List<Verdict>> delivered : threads.invokeAll(deliveries)) {
        verdicts.addAll(delivered.get());
      }

      assertThat(verdicts).hasSize(writers * frames);
      assertThat(verdicts).filteredOn(Verdict.INSERTED::equals).hasSize(frames);
      assertThat(verdicts).filteredOn(Verdict.COPY::equals).hasSize((writers - 1) * frames);
    } finally {
      threads.shutdownNow();
    }
    StoreStats stats = statistics.stats();
    assertThat(stats.segmented()).isEqualTo(frames);
    assertThat(stats.duplicatesStored()).isZero();
    assertThat(stats.duplicatesDropped()).isEqualTo((long) (writers - 1) * frames);
  }

  @Test
  @DisplayName("stores all of a batch or nothing of it")
  void storesABatchWhole() {
    Segmentation tooLong =
        segmented(key("probe-1", 2)).toBuilder().setEngine("e".repeat(99)).build();

    assertThat(catchThrowable(() -> store.store(List.of(result(segmented(KEY)), result(tooLong)))))
        .isNotNull();

    assertThat(store.find(KEY)).isEmpty();
  }

  @Test
  @DisplayName("pages through the results, newest first, without gaps or repeats")
  void pages() {
    for (int i = 1; i <= 25; i++) {
      put(segmented(key(i % 2 == 0 ? "probe-1" : "probe-2", i)));
    }

    List<Long> seen = new ArrayList<>();
    ResultQuery query =
        new ResultQuery("probe-1", "s1", Outcome.OUTCOME_SEGMENTED, Long.MAX_VALUE, 5);
    List<StoredResult> page = store.page(query);
    while (!page.isEmpty()) {
      page.forEach(row -> seen.add(row.message().getSequence()));
      long before = page.get(page.size() - 1).id();
      page = store.page(new ResultQuery("probe-1", "s1", Outcome.OUTCOME_SEGMENTED, before, 5));
    }

    assertThat(seen).containsExactly(24L, 22L, 20L, 18L, 16L, 14L, 12L, 10L, 8L, 6L, 4L, 2L);
  }

  private List<Verdict> deliverAll(int frames) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int first = 1; first <= frames; first += 10) {
      List<Arrival> batch = new ArrayList<>();
      for (int i = first; i < first + 10; i++) {
        batch.add(result(segmented(key("probe-1", i))));
      }
      verdicts.addAll(store.store(batch));
    }
    return verdicts;
  }

  private Verdict put(Segmentation message) {
    return store.store(List.of(result(message))).get(0);
  }

  private static Arrival result(Segmentation message) {
    return new Arrival.Result(message, LATER_US);
  }
}
