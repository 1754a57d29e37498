package io.quantunet.gateway.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Figures over everything that is stored, each from a query, none from a counter that a restart
 * would forget.
 *
 * <p>Thread-safe; every method blocks.
 */
public final class Statistics {

  private static final long RATE_WINDOW_US = TimeUnit.SECONDS.toMicros(10);

  /**
   * Results that one session can miss at most. No sensor loses a million in a row (a day at ten per
   * second): a wider gap is a wrong sequence number, and one near 2^63 must not spoil every sum.
   */
  static final long WIDEST_GAP = 1_000_000;

  private static final String OUTCOMES =
      """
      SELECT device, outcome AS name, COUNT(*) AS frames FROM results GROUP BY device, outcome
      UNION ALL
      SELECT device, kind AS name, SUM(reports) AS frames FROM reports
      WHERE kind IN ('MALFORMED', 'DUPLICATE', 'REJECTED') GROUP BY device, kind
      """;
  private static final String SESSIONS =
      """
      SELECT device, COUNT(*) AS sessions, SUM(LEAST(highest - frames, %d)) AS lost FROM (
        SELECT device, session, MAX(sequence) AS highest, COUNT(*) AS frames
        FROM results GROUP BY device, session) AS per_session
      GROUP BY device
      """
          .formatted(WIDEST_GAP);
  private static final String DICE =
      """
      SELECT device, COUNT(*) AS reviewed,
        SUM(CASE WHEN has_lesion THEN 1 ELSE 0 END) AS with_lesion,
        SUM(CASE WHEN has_lesion THEN dice ELSE 0 END) AS dice_sum
      FROM feedback WHERE dice IS NOT NULL GROUP BY device
      """;
  private static final String LATEST =
      ResultRows.SELECT + "WHERE id IN (SELECT MAX(id) FROM results GROUP BY device)";
  private static final String STORED_TWICE =
      """
      SELECT COUNT(*) FROM (
        SELECT device FROM results GROUP BY device, session, sequence HAVING COUNT(*) > 1) AS twice
      """;
  private static final String REPORTS =
      "SELECT COALESCE(SUM(reports), 0) FROM reports WHERE kind = :kind";
  private static final String LATENCY =
      """
      SELECT PERCENTILE_CONT(%s) WITHIN GROUP (ORDER BY latency_ms) FROM results
      WHERE outcome = 'SEGMENTED' AND latency_ms IS NOT NULL
      """;
  private static final String RECENT =
      "SELECT COUNT(*) FROM results WHERE received_time_us > :since";
  private static final String ENGINES =
      """
      SELECT engine FROM results WHERE outcome = 'SEGMENTED' GROUP BY engine ORDER BY MAX(id) DESC
      """;
  private static final String MODELS =
      """
      SELECT model_id, model_sha256, COUNT(*) AS frames FROM results WHERE outcome = 'SEGMENTED'
      GROUP BY model_id, model_sha256 ORDER BY MAX(id) DESC FETCH FIRST 20 ROWS ONLY
      """;

  private final Jdbi jdbi;
  private final InstantSource clock;

  /**
   * @param clock what "the last ten seconds" are measured with
   */
  public Statistics(Database database, InstantSource clock) {
    this.jdbi = database.jdbi();
    this.clock = clock;
  }

  /** All figures, read in one transaction. */
  public StoreStats stats() {
    return jdbi.inTransaction(this::readStats);
  }

  /** The figures of each device that anything is stored of, by name. */
  public Map<String, DeviceSummary> devices() {
    return jdbi.inTransaction(Statistics::readDevices);
  }

  private StoreStats readStats(Handle handle) {
    Map<String, Tally> tallies = readTallies(handle);
    Tally total = new Tally();
    tallies.values().forEach(total::add);
    return new StoreStats(
        Map.copyOf(total.outcomes),
        total.lost,
        number(handle, STORED_TWICE),
        reports(handle, ReportKind.COPY),
        reports(handle, ReportKind.OUTRANKED),
        total.diceLesionMean(),
        total.reviewed,
        latency(handle, 0.5),
        latency(handle, 0.99),
        framesPerSecond(handle),
        handle.createQuery(ENGINES).mapTo(String.class).list(),
        models(handle));
  }

  private static Map<String, DeviceSummary> readDevices(Handle handle) {
    Map<String, StoredResult> latest = new HashMap<>();
    handle
        .createQuery(LATEST)
        .map(ResultRows::read)
        .forEach(result -> latest.put(result.key().device(), result));
    Map<String, DeviceSummary> devices = new LinkedHashMap<>();
    readTallies(handle)
        .forEach(
            (device, tally) ->
                devices.put(
                    device, tally.summary(device, Optional.ofNullable(latest.get(device)))));
    return devices;
  }

  private static Map<String, Tally> readTallies(Handle handle) {
    Map<String, Tally> tallies = new TreeMap<>();
    each(handle, OUTCOMES, tallies, Tally::addOutcome);
    each(handle, SESSIONS, tallies, Tally::addSessions);
    each(handle, DICE, tallies, Tally::addDice);
    return tallies;
  }

  private static void each(
      Handle handle, String sql, Map<String, Tally> tallies, TallyReader reader) {
    handle
        .createQuery(sql)
        .map(
            (row, context) -> {
              String device = row.getString("device");
              reader.read(tallies.computeIfAbsent(device, name -> new Tally()), row);
              return device;
            })
        .list();
  }

  private double framesPerSecond(Handle handle) {
    long nowUs = TimeUnit.MILLISECONDS.toMicros(clock.millis());
    long recent =
        handle.createQuery(RECENT).bind("since", nowUs - RATE_WINDOW_US).mapTo(Long.class).one();
    return recent / (double) TimeUnit.MICROSECONDS.toSeconds(RATE_WINDOW_US);
  }

  private static OptionalDouble latency(Handle handle, double fraction) {
    // Not a parameter: PostgreSQL must know its type when it reads the statement.
    return handle
        .createQuery(LATENCY.formatted(fraction))
        .map((row, context) -> nullable(row))
        .one();
  }

  private static OptionalDouble nullable(ResultSet row) throws SQLException {
    double value = row.getDouble(1);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static long reports(Handle handle, ReportKind kind) {
    return handle.createQuery(REPORTS).bind("kind", kind.name()).mapTo(Long.class).one();
  }

  private static long number(Handle handle, String sql) {
    return handle.createQuery(sql).mapTo(Long.class).one();
  }

  private static List<StoreStats.Model> models(Handle handle) {
    return handle
        .createQuery(MODELS)
        .map(
            (row, context) ->
                new StoreStats.Model(
                    row.getString("model_id"),
                    row.getString("model_sha256"),
                    row.getLong("frames")))
        .list();
  }

  @FunctionalInterface
  private interface TallyReader {
    void read(Tally tally, ResultSet row) throws SQLException;
  }

  /** Sums of one device, or of all. */
  private static final class Tally {
    private final Map<String, Long> outcomes = new TreeMap<>();
    private long lost;
    private int sessions;
    private long reviewed;
    private long withLesion;
    private double diceSum;

    void addOutcome(ResultSet row) throws SQLException {
      outcomes.merge(row.getString("name"), row.getLong("frames"), Long::sum);
    }

    void addSessions(ResultSet row) throws SQLException {
      sessions = row.getInt("sessions");
      lost = row.getLong("lost");
    }

    void addDice(ResultSet row) throws SQLException {
      reviewed = row.getLong("reviewed");
      withLesion = row.getLong("with_lesion");
      diceSum = row.getDouble("dice_sum");
    }

    void add(Tally other) {
      other.outcomes.forEach((name, frames) -> outcomes.merge(name, frames, Long::sum));
      lost += other.lost;
      sessions += other.sessions;
      reviewed += other.reviewed;
      withLesion += other.withLesion;
      diceSum += other.diceSum;
    }

    OptionalDouble diceLesionMean() {
      return withLesion == 0 ? OptionalDouble.empty() : OptionalDouble.of(diceSum / withLesion);
    }

    DeviceSummary summary(String device, Optional<StoredResult> latest) {
      return new DeviceSummary(
          device, Map.copyOf(outcomes), lost, sessions, diceLesionMean(), reviewed, latest);
    }
  }
}
