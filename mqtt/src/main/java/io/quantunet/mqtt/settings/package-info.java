/**
 * How to reach a broker and what to subscribe to: immutable values, changed by {@code withX}.
 *
 * <p>Called by everyone who makes a source, a flow or a sink.
 */
package io.quantunet.mqtt.settings;
