package io.quantunet.gateway.store;

/** The database cannot be used: which one, why, and what to do. */
public final class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What the database said, in one line: drivers append the whole statement. */
  public static String reason(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    return message.lines().findFirst().orElse("no reason given").replace("; SQL statement:", "");
  }
}
