/**
 * Models on an edge: takes rollouts in, has the driver verify and install them, reports. The edge's
 * guardian starts and stops it.
 */
package io.quantunet.edge.models;
