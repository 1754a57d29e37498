package io.quantunet.gateway.api;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.CacheControl;
import akka.http.javadsl.model.headers.CacheDirectives;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.OptionalDouble;

/** The one JSON mapper: snake_case keys with their units, {@code null} for what is unknown. */
final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Json() {}

  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a " + value.getClass() + " has no JSON", e);
    }
  }

  static HttpResponse ok(Object value) {
    return response(StatusCodes.OK, value);
  }

  static HttpResponse response(StatusCode status, Object value) {
    return HttpResponse.create()
        .withStatus(status)
        .addHeader(CacheControl.create(CacheDirectives.NO_STORE))
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, text(value)));
  }

  static HttpResponse problem(Problem problem) {
    return problem(problem.status(), problem.getMessage(), problem.whatToDo());
  }

  static HttpResponse problem(StatusCode status, String what, String whatToDo) {
    return response(status, new ProblemView(what, whatToDo));
  }

  /** A number as JSON has it: null if it is unknown. */
  static Double orNull(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }

  static <T> T orNull(Optional<T> value) {
    return value.orElse(null);
  }

  private record ProblemView(String error, String whatToDo) {}
}
