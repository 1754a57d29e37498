package io.quantunet.gateway.api;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.StatusCodes;
import java.net.URI;
import java.util.Optional;

/**
 * Who may change something. Everything that changes the site passes here; accounts will be checked
 * here too. Now: no other web page may do it through the visitor's browser.
 */
final class ChangeGuard {

  private ChangeGuard() {}

  /**
   * @throws Problem of status 403 if the request comes from a page of another origin
   */
  static void check(HttpRequest request) {
    Optional<String> origin = request.getHeader("Origin").map(header -> header.value());
    String host = request.getHeader("Host").map(header -> header.value()).orElse("");
    if (origin.isPresent() && !authority(origin.get()).equals(host)) {
      throw new Problem(
          StatusCodes.FORBIDDEN,
          "a page of another site asked for this change",
          "use the gateway's own page");
    }
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return origin;
    }
  }
}
