/**
 * Which convolutions of what sizes the device computes for a net, and in which strips of rows; no
 * weights yet. The cost model and the compiler work from it.
 */
package io.quantunet.driver.accelerator.plan;
