/**
 * Compiles a net for the accelerator: weight streams, places in card memory, descriptors; packs
 * frames and reads results. The engine and the driver call it.
 */
package io.quantunet.driver.accelerator.compiler;
