package io.quantunet.gateway.ingest;

import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.Names;

/** Bounds of what comes in, so that every text fits its column and every number its JSON. */
final class Checks {

  /** Longest explanation that is kept, characters. */
  static final int MAX_DETAIL = 500;

  /** Largest serialized mask that is kept, bytes: an H2 binary column holds 1 MiB. */
  static final int MAX_MASK_BYTES = 1_000_000;

  private Checks() {}

  static void name(String what, String value) throws DecodeException {
    if (!Names.isValid(value)) {
      throw new DecodeException(
          Reason.BAD_NAME,
          "%s must be 1..64 of [A-Za-z0-9_.-], was '%s'".formatted(what, shorten(value, 80)));
    }
  }

  static void sameDevice(String what, String device, String topicDevice) throws DecodeException {
    name(what + ": device", device);
    if (!device.equals(topicDevice)) {
      throw new DecodeException(
          Reason.BAD_NAME,
          "%s: it names device '%s', but came on the topic of '%s'; publish it there"
              .formatted(what, device, topicDevice));
    }
  }

  static void sequence(String what, long sequence) throws DecodeException {
    if (sequence <= 0) {
      throw new DecodeException(
          Reason.BAD_SEQUENCE,
          "%s: sequence %s; must be 1..2^63-1".formatted(what, Long.toUnsignedString(sequence)));
    }
  }

  static void finite(String what, double... values) throws DecodeException {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new DecodeException(Reason.NOT_A_MESSAGE, what + " must be finite, was " + value);
      }
    }
  }

  static void notNegative(String what, long... values) throws DecodeException {
    for (long value : values) {
      if (value < 0) {
        throw new DecodeException(
            Reason.NOT_A_MESSAGE,
            what + " must be below 2^63, was " + Long.toUnsignedString(value));
      }
    }
  }

  static void maskBytes(String what, int bytes) throws DecodeException {
    if (bytes > MAX_MASK_BYTES) {
      throw new DecodeException(
          Reason.OVERSIZED,
          "%s: a mask of %d bytes; at most %d are stored".formatted(what, bytes, MAX_MASK_BYTES));
    }
  }

  /** The text without control characters, cut to its column; H2 and PostgreSQL refuse NUL. */
  static String shorten(String text, int most) {
    String clean = text.replaceAll("\\p{Cntrl}", " ");
    return clean.length() <= most ? clean : clean.substring(0, most - 3) + "...";
  }
}
