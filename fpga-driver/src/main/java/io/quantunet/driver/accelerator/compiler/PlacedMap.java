package io.quantunet.driver.accelerator.compiler;

import io.quantunet.driver.accelerator.plan.MapLayout;

/**
 * A map of codes in card memory.
 *
 * @param address card address of its first byte
 * @param layout how it lies there
 */
public record PlacedMap(long address, MapLayout layout) {}
