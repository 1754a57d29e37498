package io.quantunet.mqtt.impl;

import io.quantunet.mqtt.model.ConnectionState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The state of a connection and those who are told of its changes, in their order. Thread-safe. */
final class StateObservers {

  private final List<Consumer<ConnectionState>> observers = new ArrayList<>();
  private ConnectionState state = ConnectionState.IDLE;

  synchronized ConnectionState current() {
    return state;
  }

  /** Tells the observers, unless nothing changed; {@link ConnectionState#CLOSED} is final. */
  synchronized void change(ConnectionState next) {
    if (next != state && state != ConnectionState.CLOSED) {
      state = next;
      List.copyOf(observers).forEach(observer -> observer.accept(next));
    }
  }

  /** Tells {@code observer} of the present state and of every change. */
  synchronized void add(Consumer<ConnectionState> observer) {
    observers.add(observer);
    observer.accept(state);
  }

  synchronized void remove(Consumer<ConnectionState> observer) {
    observers.remove(observer);
  }
}
