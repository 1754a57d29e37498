package io.quantunet.edge.ingest;

import io.quantunet.proto.Segmentation;
import java.util.Optional;

/**
 * An arrival with its result, on the way to the broker.
 *
 * @param flight of a readable frame; empty if nobody knows which frame it was
 */
record Answer(Arrival arrival, Optional<Flight> flight, Segmentation result) {}
