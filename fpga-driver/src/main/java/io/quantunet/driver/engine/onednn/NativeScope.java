package io.quantunet.driver.engine.onednn;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/** Owns native objects and gives them back in reverse order. */
final class NativeScope implements AutoCloseable {

  private final Deque<Pointer> owned = new ArrayDeque<>();

  <P extends Pointer> P own(P pointer) {
    owned.push(pointer);
    return pointer;
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().deallocate();
    }
  }
}
