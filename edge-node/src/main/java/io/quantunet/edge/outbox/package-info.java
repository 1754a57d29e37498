/**
 * Where what an edge has to say waits until it is safe. The ingest and the models publish through
 * it.
 */
package io.quantunet.edge.outbox;
