package io.quantunet.gateway.store;

/** What is counted beside the results; the name is the label of the counter. */
public enum ReportKind {
  /** An edge could not decode a frame. */
  MALFORMED,
  /** An edge refused a frame whose identity does not fit its topic. */
  REJECTED,
  /** An edge saw a frame again; its first result stands. */
  DUPLICATE,
  /** A result arrived again and was dropped. */
  COPY,
  /** A result with another outcome arrived for a frame that was settled; the first stands. */
  OUTRANKED
}
