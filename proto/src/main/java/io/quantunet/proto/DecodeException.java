package io.quantunet.proto;

/**
 * Bytes that are not what they should be: {@link #reason()} for counters, the message for people.
 */
public final class DecodeException extends Exception {

  /** What was wrong. Each is the label of a counter. */
  public enum Reason {
    /** More bytes than the kind of message may have. */
    OVERSIZED,
    /** Truncated, or not a message of this kind at all. */
    NOT_A_MESSAGE,
    /** A {@code format_version} that this receiver does not know. */
    WRONG_VERSION,
    /** A device, session or model name that is empty, too long or has other characters. */
    BAD_NAME,
    /** A sequence number of 0, or from 2^63 on. */
    BAD_SEQUENCE,
    /** A time from 2^63 microseconds on. */
    BAD_TIME,
    /** A width or height of 0 or beyond the limit. */
    BAD_SIZE,
    /** A pixel spacing that is negative, not finite or beyond the limit. */
    BAD_SPACING,
    /** An encoding that this receiver does not know. */
    UNKNOWN_ENCODING,
    /** The CRC-32C or SHA-256 that came with the bytes is not theirs. */
    CHECKSUM_MISMATCH,
    /** The image does not decode, or to another size than announced. */
    BAD_PIXELS,
    /** Run lengths that do not add up to the mask's size. */
    BAD_MASK,
    /** A model whose parts contradict each other or the integer model. */
    BAD_MODEL
  }

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /**
   * @param reason what was wrong
   * @param message what, where, and what to do
   */
  public DecodeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * @param reason what was wrong
   * @param message what, where, and what to do
   * @param cause what the decoder below said
   */
  public DecodeException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What was wrong. */
  public Reason reason() {
    return reason;
  }
}
