/**
 * What a net costs on the device: cycles, bytes, an energy proxy, as plain functions of shapes and
 * bit widths. The compiler, the trainer's price of cycles and the commands call it.
 */
package io.quantunet.driver.accelerator.cost;
