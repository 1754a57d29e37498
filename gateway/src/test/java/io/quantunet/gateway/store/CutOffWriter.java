package io.quantunet.gateway.store;

import static io.quantunet.gateway.Samples.START_US;
import static io.quantunet.gateway.Samples.key;
import static io.quantunet.gateway.Samples.segmented;

import java.util.List;

/** A process that stores one result and is gone in the next instant, as if its power was cut. */
final class CutOffWriter {

  private CutOffWriter() {}

  public static void main(String[] arguments) {
    Database database = TestDatabase.open(arguments[0]);
    new ResultStore(database)
        .store(List.of(new Arrival.Result(segmented(key("probe-1", 1)), START_US)));
    Runtime.getRuntime().halt(0);
  }
}
