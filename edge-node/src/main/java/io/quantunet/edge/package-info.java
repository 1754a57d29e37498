/**
 * The edge: takes frames in, has every one segmented, publishes every result. The launcher starts
 * it, through {@link io.quantunet.edge.EdgeNode} or {@link io.quantunet.edge.RunningEdge}.
 */
package io.quantunet.edge;
