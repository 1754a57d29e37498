package io.quantunet.mqtt.settings;

import java.util.Objects;

/** A user's name and password; the password never shows in a log. */
public record Credentials(String username, String password) {

  /** Checks that both are there. */
  public Credentials {
    Objects.requireNonNull(username, "username");
    Objects.requireNonNull(password, "password");
  }

  @Override
  public String toString() {
    return username + ":***";
  }
}
