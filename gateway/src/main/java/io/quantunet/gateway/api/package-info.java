/**
 * HTTP: the versioned REST interface, the live events, health and metrics. {@code Gateway} starts
 * it; it reads the store and what {@code gateway.ingest} keeps, and calls nobody else.
 */
package io.quantunet.gateway.api;
