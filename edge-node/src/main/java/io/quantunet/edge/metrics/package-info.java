/** Everything that an edge counts and times. The other packages of the edge call it. */
package io.quantunet.edge.metrics;
