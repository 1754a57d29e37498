/**
 * The integer model in plain Java loops that the JIT compiler vectorizes, bit for bit: for machines
 * without the native library. Chosen through {@code Engines}.
 */
package io.quantunet.driver.engine.portable;
