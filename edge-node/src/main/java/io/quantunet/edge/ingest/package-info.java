/**
 * The way of one frame: from the broker through session and driver to a result at the broker, then
 * the acknowledgement. The edge's guardian starts and stops it.
 */
package io.quantunet.edge.ingest;
