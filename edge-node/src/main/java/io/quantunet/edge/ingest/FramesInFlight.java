package io.quantunet.edge.ingest;

import akka.Done;
import io.quantunet.proto.FrameKey;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lines up the copies of a frame: after a reconnection the broker delivers again what this edge may
 * still be working on. The second copy waits until the first has landed; then the device's session
 * knows whether the first was answered (the second is a duplicate) or not (the second is
 * segmented). Nobody waits for ever, since the stream keeps the order and the first copy is ahead.
 * Thread-safe.
 */
final class FramesInFlight {

  private final Map<FrameKey, CompletableFuture<Done>> last = new ConcurrentHashMap<>();

  /** A copy sets out. */
  Flight start(FrameKey key) {
    CompletableFuture<Done> landed = new CompletableFuture<>();
    CompletableFuture<Done> earlier = last.put(key, landed);
    return new Flight(
        key,
        earlier == null ? CompletableFuture.completedFuture(Done.getInstance()) : earlier,
        landed);
  }

  /** Its publish has ended, well or not. */
  void land(Flight flight) {
    last.remove(flight.key(), flight.landed());
    flight.landed().complete(Done.getInstance());
  }

  /** Frames of which a copy is in flight. */
  int size() {
    return last.size();
  }
}
