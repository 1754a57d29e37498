package io.quantunet.gateway.store;

import io.quantunet.proto.FrameKey;
import io.quantunet.proto.Outcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;

/**
 * Results and reports, each key once, whoever delivers it how often.
 *
 * <p>Thread-safe; every method blocks and throws {@link JdbiException} if the database fails.
 */
public final class ResultStore {

  private static final String UNIQUE_VIOLATION = "23505"; // H2 and PostgreSQL alike
  private static final String TRANSACTION_ROLLBACK = "40"; // class of deadlocks, SQL:2016
  private static final int ATTEMPTS_IN_A_RACE = 10;

  private static final String BY_KEY =
      "WHERE device = :device AND session = :session AND sequence = :sequence";

  private final Jdbi jdbi;

  public ResultStore(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * Stores a batch in one transaction: all of it or, if the database fails, nothing.
   *
   * @return what became of each, in order
   */
  public List<Verdict> store(List<? extends Arrival> batch) {
    for (int attempt = 1; ; attempt++) {
      try {
        return jdbi.inTransaction(handle -> storeAll(handle, batch));
      } catch (JdbiException e) {
        // Another writer inserted one of the keys between our look and our insert: look again.
        if (attempt == ATTEMPTS_IN_A_RACE || !wasRaced(e)) {
          throw e;
        }
      }
    }
  }

  /** The result of a frame. */
  public Optional<StoredResult> find(FrameKey key) {
    return jdbi.withHandle(
        handle ->
            ResultRows.bindKey(handle.createQuery(ResultRows.SELECT + BY_KEY), key)
                .map(ResultRows::read)
                .findOne());
  }

  /** A page of results, newest first. */
  public List<StoredResult> page(ResultQuery query) {
    StringBuilder sql = new StringBuilder(ResultRows.SELECT + "WHERE id < :before");
    query.deviceFilter().ifPresent(device -> sql.append(" AND device = :device"));
    query.sessionFilter().ifPresent(session -> sql.append(" AND session = :session"));
    query.outcomeFilter().ifPresent(outcome -> sql.append(" AND outcome = :outcome"));
    sql.append(" ORDER BY id DESC FETCH FIRST :limit ROWS ONLY");
    return jdbi.withHandle(
        handle -> {
          Query select = handle.createQuery(sql);
          select.bind("before", query.before()).bind("limit", query.limit());
          query.deviceFilter().ifPresent(device -> select.bind("device", device));
          query.sessionFilter().ifPresent(session -> select.bind("session", session));
          query.outcomeFilter().ifPresent(outcome -> select.bind("outcome", outcome));
          return select.map(ResultRows::read).list();
        });
  }

  /** Returns if the database answers. */
  public void ping() {
    jdbi.useHandle(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
  }

  private static List<Verdict> storeAll(Handle handle, List<? extends Arrival> batch) {
    List<Verdict> verdicts = new ArrayList<>(batch.size());
    for (Arrival arrival : batch) {
      if (arrival instanceof Arrival.Result result) {
        verdicts.add(storeResult(handle, result));
      } else if (arrival instanceof Arrival.Report report) {
        count(handle, report);
        verdicts.add(Verdict.COUNTED);
      }
    }
    return verdicts;
  }

  private static Verdict storeResult(Handle handle, Arrival.Result result) {
    FrameKey key = FrameKey.of(result.message());
    Optional<String> stored =
        ResultRows.bindKey(handle.createQuery("SELECT outcome FROM results " + BY_KEY), key)
            .mapTo(String.class)
            .findOne();
    if (stored.isEmpty()) {
      ResultRows.bind(
              handle.createUpdate(ResultRows.INSERT), result.message(), result.receivedTimeUs())
          .execute();
      return Verdict.INSERTED;
    }
    String outcome = OutcomeNames.of(result.message().getOutcome());
    if (stored.get().equals(outcome)) {
      count(handle, result, ReportKind.COPY);
      return Verdict.COPY;
    }
    if (result.message().getOutcome() == Outcome.OUTCOME_SEGMENTED && upgrade(handle, result)) {
      return Verdict.UPGRADED;
    }
    count(handle, result, ReportKind.OUTRANKED);
    return Verdict.OUTRANKED;
  }

  private static boolean upgrade(Handle handle, Arrival.Result result) {
    return ResultRows.bind(
                handle.createUpdate(ResultRows.UPGRADE), result.message(), result.receivedTimeUs())
            .execute()
        == 1;
  }

  private static void count(Handle handle, Arrival.Result result, ReportKind kind) {
    FrameKey key = FrameKey.of(result.message());
    count(
        handle,
        new Arrival.Report(
            key.device(),
            key.session(),
            kind,
            "sequence " + key.sequence(),
            result.receivedTimeUs()));
  }

  private static void count(Handle handle, Arrival.Report report) {
    int updated =
        bindReport(
            handle,
            """
            UPDATE reports SET reports = reports + 1, last_detail = :detail, last_time_us = :time
            WHERE device = :device AND session = :session AND kind = :kind
            """,
            report);
    if (updated == 0) {
      bindReport(
          handle,
          """
          INSERT INTO reports (device, session, kind, reports, last_detail, last_time_us)
          VALUES (:device, :session, :kind, 1, :detail, :time)
          """,
          report);
    }
  }

  private static int bindReport(Handle handle, String sql, Arrival.Report report) {
    return handle
        .createUpdate(sql)
        .bind("device", report.device())
        .bind("session", report.session())
        .bind("kind", report.kind().name())
        .bind("detail", report.detail())
        .bind("time", report.receivedTimeUs())
        .execute();
  }

  /** Whether another writer was in the way, so that the same transaction may pass next time. */
  static boolean wasRaced(JdbiException e) {
    return e.getCause() instanceof SQLException sql
        && sql.getSQLState() != null
        && (sql.getSQLState().equals(UNIQUE_VIOLATION)
            || sql.getSQLState().startsWith(TRANSACTION_ROLLBACK));
  }
}
