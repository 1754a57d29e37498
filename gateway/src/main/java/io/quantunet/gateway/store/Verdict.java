package io.quantunet.gateway.store;

/** What became of an {@link Arrival}. */
public enum Verdict {
  /** A new row. */
  INSERTED,
  /** A mask took the place of a result without one. */
  UPGRADED,
  /** The same was there; only counted. */
  COPY,
  /** Something better was there; only counted. */
  OUTRANKED,
  /** A report; only counted. */
  COUNTED
}
