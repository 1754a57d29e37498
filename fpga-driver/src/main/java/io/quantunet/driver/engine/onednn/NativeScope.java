package io.quantunet.driver.engine.onednn;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/** Owns native objects and gives them back in reverse order. */
final class NativeScope implements AutoCloseable {

  private final Deque<Runnable> releases = new ArrayDeque<>();

  <P extends Pointer> P own(P pointer) {
    releases.push(pointer::deallocate);
    return pointer;
  }

  /** Takes over a share of something. */
  PackedWeights own(PackedWeights weights) {
    releases.push(weights::close);
    return weights;
  }

  @Override
  public void close() {
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
  }
}
