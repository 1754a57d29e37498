/**
 * Runs nets on a device, one frame after the other: for proving devices. Patient use of a device,
 * with faults in mind, is the driver's. Tests and commands call it.
 */
package io.quantunet.driver.accelerator.engine;
