/**
 * Simulated wearables: one MQTT connection each, frames at a steady pace, the truth as feedback,
 * and a report of what became of them. {@link io.quantunet.simulator.load.SensorFleet} starts them;
 * the launcher may call it.
 */
package io.quantunet.simulator.load;
