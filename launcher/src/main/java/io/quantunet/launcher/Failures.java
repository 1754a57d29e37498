package io.quantunet.launcher;

import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one line for the person at the terminal. */
final class Failures implements IExecutionExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine command, ParseResult arguments) {
    Throwable cause = unwrapped(exception);
    LOG.debug("command failed", cause);
    command.getErr().println("quantunet: " + message(cause));
    return 1;
  }

  private static Throwable unwrapped(Throwable exception) {
    Throwable cause = exception;
    while ((cause instanceof CompletionException
            || cause instanceof ExecutionException
            || cause instanceof UncheckedIOException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String message(Throwable cause) {
    if (cause instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file or folder";
    }
    if (cause instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    if (isForPeople(cause)) {
      return cause.getMessage();
    }
    return "unexpected "
        + cause
        + "; please report it, with QUANTUNET_LOG_LEVEL=DEBUG QUANTUNET_LOG_TRACES=%ex set";
  }

  /** Whether the message was written to say what, where, and what to do. */
  private static boolean isForPeople(Throwable cause) {
    boolean ours = cause.getClass().getName().startsWith("io.quantunet.");
    return cause.getMessage() != null
        && (ours
            || cause instanceof IOException
            || cause instanceof IllegalArgumentException
            || cause instanceof ConfigException);
  }
}
