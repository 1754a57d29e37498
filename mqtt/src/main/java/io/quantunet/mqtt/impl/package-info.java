/**
 * The connector's inside: one HiveMQ client, its reconnection, its inbox and the stage in front of
 * it.
 *
 * <p>Called by {@code io.quantunet.mqtt} only.
 */
package io.quantunet.mqtt.impl;
