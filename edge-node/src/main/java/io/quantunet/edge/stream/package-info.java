/**
 * A subscription that runs, can be asked to take no more, and ends. Ingest and models return it.
 */
package io.quantunet.edge.stream;
