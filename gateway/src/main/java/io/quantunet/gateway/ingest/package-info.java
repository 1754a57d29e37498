/**
 * Takes in everything that the gateway subscribes to: decodes, stores, acknowledges, keeps the
 * newest of what is only shown. {@code Gateway} starts it; {@code gateway.api} reads what it keeps.
 */
package io.quantunet.gateway.ingest;
