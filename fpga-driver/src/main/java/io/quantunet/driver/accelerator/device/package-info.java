/**
 * The ways to a card: PCIe, a Zynq's own memory, the simulated RTL, and a card that fails on
 * purpose. Used by the driver above; whoever opens a device owns it.
 */
package io.quantunet.driver.accelerator.device;
