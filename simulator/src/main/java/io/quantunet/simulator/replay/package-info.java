/**
 * Frames from a folder of real images, dealt over the devices in name order. {@link
 * io.quantunet.simulator.replay.ReplayFolder} is all of it; the sensors and the launcher may call
 * it.
 */
package io.quantunet.simulator.replay;
