/**
 * Drives cards: start and self-test, two frames in flight, checks of everything that crosses the
 * bus, and what follows when a card fails. Engines for the driver actor come from here.
 */
package io.quantunet.driver.accelerator.driver;
