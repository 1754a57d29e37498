/**
 * The integer model on oneDNN's int8 primitives, bit for bit, one thread per frame. Chosen through
 * {@code Engines}.
 */
package io.quantunet.driver.engine.onednn;
