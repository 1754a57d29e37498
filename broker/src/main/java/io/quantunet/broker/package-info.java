/**
 * A real MQTT 5 broker inside this process: HiveMQ Community Edition with in-memory persistence and
 * explicit limits.
 *
 * <p>For the demo, for tests and for a single machine; called by the launcher and by integration
 * tests. A hospital runs its own broker.
 */
package io.quantunet.broker;
