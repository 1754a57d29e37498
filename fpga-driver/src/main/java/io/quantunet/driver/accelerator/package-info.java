/**
 * The bit-serial accelerator as a host sees it: registers, card memory, interrupts. The packages
 * below compile nets for it, stand in for it and drive it.
 */
package io.quantunet.driver.accelerator;
