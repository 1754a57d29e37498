package io.quantunet.edge.ingest;

import akka.Done;
import io.quantunet.proto.FrameKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One copy of a frame between its arrival and the end of its publish.
 *
 * @param key which frame
 * @param earlier completes when the copy before it has landed; at once if there is none in flight
 * @param landed to be completed through {@link FramesInFlight#land}
 */
record Flight(FrameKey key, CompletionStage<Done> earlier, CompletableFuture<Done> landed) {}
