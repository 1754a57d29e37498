/**
 * The device in plain Java: what its registers, descriptors and memory mean, without a notion of
 * time. Knows nothing of the compiler, so that each proves the other. Tests and the engines use it.
 */
package io.quantunet.driver.accelerator.functional;
