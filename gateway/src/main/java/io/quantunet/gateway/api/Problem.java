package io.quantunet.gateway.api;

import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;

/** A request that cannot be answered: the status, what is wrong, and what to do. */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient StatusCode status;
  private final String whatToDo;

  Problem(StatusCode status, String what, String whatToDo) {
    super(what, null, false, false); // an answer, not a fault: no stack trace
    this.status = status;
    this.whatToDo = whatToDo;
  }

  static Problem badRequest(String what, String whatToDo) {
    return new Problem(StatusCodes.BAD_REQUEST, what, whatToDo);
  }

  static Problem notFound(String what, String whatToDo) {
    return new Problem(StatusCodes.NOT_FOUND, what, whatToDo);
  }

  static Problem unavailable(String what, String whatToDo) {
    return new Problem(StatusCodes.SERVICE_UNAVAILABLE, what, whatToDo);
  }

  StatusCode status() {
    return status;
  }

  String whatToDo() {
    return whatToDo;
  }
}
