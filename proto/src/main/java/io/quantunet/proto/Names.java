package io.quantunet.proto;

import java.util.regex.Pattern;

/**
 * Names of sites, devices, sessions and edges: 1..64 of {@code [A-Za-z0-9_.-]}, safe in a topic.
 */
public final class Names {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private Names() {}

  /** Whether this may be a name. */
  public static boolean isValid(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * @param what what is named, for the message
   * @return the name
   * @throws IllegalArgumentException if it may not be a name
   */
  public static String require(String what, String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          what + " must be 1..64 of [A-Za-z0-9_.-], was '" + shortened(name) + "'");
    }
    return name;
  }

  static void check(String what, String name) throws DecodeException {
    if (!isValid(name)) {
      throw new DecodeException(
          DecodeException.Reason.BAD_NAME,
          what + " must be 1..64 of [A-Za-z0-9_.-], was '" + shortened(name) + "'");
    }
  }

  private static String shortened(String name) {
    return name.length() <= 80 ? name : name.substring(0, 80) + "...";
  }
}
