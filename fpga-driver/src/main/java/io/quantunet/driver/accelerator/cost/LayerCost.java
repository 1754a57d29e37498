package io.quantunet.driver.accelerator.cost;

/**
 * What a layer costs.
 *
 * @param name the layer
 * @param cycles from the end of the layer before to its own
 * @param steps cycles in which the array takes a step
 * @param ideal cycles of an array without a lane or a cycle lost: {@code MACs * weight bits *
 *     digits / lanes}
 * @param readBytes bytes read from card memory
 * @param writtenBytes bytes of write beats
 * @param energy proxy of the energy, see {@link Energy}
 */
public record LayerCost(
    String name,
    long cycles,
    long steps,
    double ideal,
    long readBytes,
    long writtenBytes,
    double energy) {}
