package io.quantunet.gateway.page;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.CacheControl;
import akka.http.javadsl.model.headers.CacheDirectives;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the page's files from memory, and nothing else: the list below is the whole site. The
 * browser is told to run no script but these.
 */
public final class PageRoutes extends AllDirectives {

  private static final String INDEX = "index.html";
  private static final String[] FILES = {
    INDEX,
    "style.css",
    "icon.svg",
    "app.js",
    "device.js",
    "format.js",
    "header.js",
    "html.js",
    "live.js",
    "overlay.js",
    "trend.js",
    "vendor/preact.mjs",
    "vendor/hooks.mjs",
    "vendor/htm.mjs",
    "vendor/uPlot.esm.js",
    "vendor/uPlot.min.css"
  };
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private final Map<String, HttpResponse> responses = new HashMap<>();

  /**
   * @throws IllegalStateException if a file is missing from this build
   */
  public PageRoutes() {
    String policy = securityPolicy(new String(read(INDEX), StandardCharsets.UTF_8));
    for (String file : FILES) {
      responses.put(
          file,
          HttpResponse.create()
              .addHeader(CacheControl.create(CacheDirectives.NO_CACHE))
              .addHeader(RawHeader.create("Content-Security-Policy", policy))
              .withEntity(HttpEntities.create(contentType(file), read(file))));
    }
  }

  /** The page at {@code /} and its files. */
  public Route routes() {
    return concat(
        pathSingleSlash(() -> get(() -> complete(responses.get(INDEX)))),
        path(
            PathMatchers.remaining(),
            file ->
                responses.containsKey(file) ? get(() -> complete(responses.get(file))) : reject()));
  }

  /** The import map is the page's only inline script; its hash lets it pass. */
  private static String securityPolicy(String index) {
    Matcher importMap = IMPORT_MAP.matcher(index);
    if (!importMap.find()) {
      throw new IllegalStateException("the page has no import map: this build is damaged");
    }
    return "default-src 'none'; script-src 'self' 'sha256-"
        + sha256(importMap.group(1))
        + "'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none';"
        + " form-action 'none'; frame-ancestors 'none'";
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] read(String file) {
    try (InputStream in = PageRoutes.class.getResourceAsStream("/page/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the page's file " + file + " is missing from this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ContentType contentType(String file) {
    String ending = file.substring(file.lastIndexOf('.') + 1);
    return switch (ending) {
      case "html" -> ContentTypes.TEXT_HTML_UTF8;
      case "css" -> MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8);
      case "svg" -> MediaTypes.IMAGE_SVG_XML.toContentType();
      default -> MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8);
    };
  }
}
