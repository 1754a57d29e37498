package io.quantunet.gateway.store;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.MaskCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Reviewers' truths, and the Dice of each frame that has both a truth and a mask, whichever came
 * first.
 *
 * <p>Thread-safe; every method blocks and throws {@link JdbiException} if the database fails.
 */
public final class FeedbackStore {

  private static final int ATTEMPTS_IN_A_RACE = 10;
  private static final int SCORED_AT_ONCE = 500;

  private static final String UNSCORED =
      """
      SELECT f.device, f.session, f.sequence, f.truth, f.has_lesion, f.time_us, r.mask
      FROM feedback f JOIN results r
        ON r.device = f.device AND r.session = f.session AND r.sequence = f.sequence
      WHERE f.dice IS NULL AND r.outcome = 'SEGMENTED'
      """;

  private final Jdbi jdbi;

  public FeedbackStore(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * Keeps a review, unless a later one of the same frame is there.
   *
   * @return whether it is new or took the place of an earlier one
   */
  public boolean store(Review review) {
    for (int attempt = 1; ; attempt++) {
      try {
        return jdbi.inTransaction(handle -> storeOne(handle, review));
      } catch (JdbiException e) {
        if (attempt == ATTEMPTS_IN_A_RACE || !ResultStore.wasRaced(e)) {
          throw e;
        }
      }
    }
  }

  /**
   * Computes the Dice of a frame if its truth and its mask are both here and not compared yet. Call
   * it after either was stored: since both sides look after they wrote, one of them sees both.
   */
  public Optional<Score> score(FrameKey key) {
    return jdbi.inTransaction(
        handle ->
            ResultRows.bindKey(
                    handle.createQuery(
                        UNSCORED
                            + " AND f.device = :device AND f.session = :session"
                            + " AND f.sequence = :sequence"),
                    key)
                .map(FeedbackStore::readPair)
                .findOne()
                .map(pair -> keep(handle, pair)));
  }

  /**
   * Computes every Dice that is missing, e.g. after a crash between the insert and its score.
   *
   * @return how many were computed
   */
  public int scoreAll() {
    int scored = 0;
    for (int batch = SCORED_AT_ONCE; batch == SCORED_AT_ONCE; scored += batch) {
      batch = jdbi.inTransaction(FeedbackStore::scoreSome);
    }
    return scored;
  }

  private static boolean storeOne(Handle handle, Review review) {
    Optional<Long> storedTime =
        ResultRows.bindKey(
                handle.createQuery(
                    "SELECT time_us FROM feedback WHERE device = :device AND session = :session"
                        + " AND sequence = :sequence"),
                review.key())
            .mapTo(Long.class)
            .findOne();
    if (storedTime.isPresent() && storedTime.get() >= review.timeUs()) {
      return false;
    }
    String sql =
        storedTime.isPresent()
            ? """
            UPDATE feedback SET truth = :truth, has_lesion = :has_lesion, reviewer = :reviewer,
              time_us = :time_us, received_time_us = :received_time_us, dice = NULL
            WHERE device = :device AND session = :session AND sequence = :sequence
            """
            : """
            INSERT INTO feedback (device, session, sequence, truth, has_lesion, reviewer, time_us,
              received_time_us)
            VALUES (:device, :session, :sequence, :truth, :has_lesion, :reviewer, :time_us,
              :received_time_us)
            """;
    ResultRows.bindKey(handle.createUpdate(sql), review.key())
        .bind("truth", MaskCodec.encode(review.truth()).toByteArray())
        .bind("has_lesion", review.truth().count() > 0)
        .bind("reviewer", review.reviewer())
        .bind("time_us", review.timeUs())
        .bind("received_time_us", review.receivedTimeUs())
        .execute();
    return true;
  }

  private static int scoreSome(Handle handle) {
    List<Pair> pairs =
        new ArrayList<>(
            handle
                .createQuery(UNSCORED + " FETCH FIRST :limit ROWS ONLY")
                .bind("limit", SCORED_AT_ONCE)
                .map(FeedbackStore::readPair)
                .list());
    pairs.forEach(pair -> keep(handle, pair));
    return pairs.size();
  }

  private static Score keep(Handle handle, Pair pair) {
    BinaryMask found = pair.mask();
    double dice = found.dice(pair.truth().resizeNearest(found.width(), found.height()));
    ResultRows.bindKey(
            handle.createUpdate(
                "UPDATE feedback SET dice = :dice WHERE device = :device AND session = :session"
                    + " AND sequence = :sequence AND time_us = :time_us"),
            pair.key())
        .bind("dice", dice)
        .bind("time_us", pair.timeUs())
        .execute();
    return new Score(pair.key(), dice, pair.hasLesion());
  }

  private static Pair readPair(ResultSet row, StatementContext context) throws SQLException {
    return new Pair(
        new FrameKey(row.getString("device"), row.getString("session"), row.getLong("sequence")),
        decode(row.getBytes("truth")),
        decode(row.getBytes("mask")),
        row.getBoolean("has_lesion"),
        row.getLong("time_us"));
  }

  private static BinaryMask decode(byte[] stored) {
    try {
      return MaskCodec.decode(ResultRows.parseMask(stored));
    } catch (DecodeException e) {
      throw new IllegalStateException("a stored mask is invalid: the database is damaged", e);
    }
  }

  private record Pair(
      FrameKey key, BinaryMask truth, BinaryMask mask, boolean hasLesion, long timeUs) {}
}
