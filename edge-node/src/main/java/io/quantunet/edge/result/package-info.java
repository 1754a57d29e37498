/**
 * What an edge says about a frame: lesion measures and the Segmentation message of every outcome.
 * The ingest calls it.
 */
package io.quantunet.edge.result;
