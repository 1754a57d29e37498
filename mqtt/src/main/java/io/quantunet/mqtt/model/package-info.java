/**
 * What travels through the streams: messages, acknowledgements, publish results, connection states,
 * errors.
 *
 * <p>Called by everyone who consumes or publishes.
 */
package io.quantunet.mqtt.model;
