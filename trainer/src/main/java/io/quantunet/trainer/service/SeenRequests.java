package io.quantunet.trainer.service;

import java.util.LinkedHashSet;
import java.util.Set;

/** The ids of the last thousand commands: MQTT may deliver one twice. One thread. */
final class SeenRequests {

  private static final int REMEMBERED = 1024;

  private final Set<String> ids = new LinkedHashSet<>();

  /** Whether this one is new; from now on it is not. */
  boolean add(String id) {
    boolean isNew = ids.add(id);
    if (ids.size() > REMEMBERED) {
      ids.remove(ids.iterator().next());
    }
    return isNew;
  }
}
