package io.quantunet.trainer.run.recipe;

/** A recipe cannot be used; the message names the file or option, the key, and what to do. */
public final class RecipeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  RecipeException(String message) {
    super(message);
  }

  RecipeException(String message, Throwable cause) {
    super(message, cause);
  }
}
