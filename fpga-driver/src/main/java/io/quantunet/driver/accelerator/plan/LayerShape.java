package io.quantunet.driver.accelerator.plan;

import io.quantunet.driver.model.LayerKind;

/**
 * What the device must know of a layer besides its weights and where its input comes from.
 *
 * @param name e.g. {@code encoder1.conv1}
 * @param kind what it computes
 * @param outChannels output channels
 * @param inputBits width of its input codes
 * @param weightBits width of its weight codes
 * @param outputBits width of its output codes; 0 for logits
 */
public record LayerShape(
    String name, LayerKind kind, int outChannels, int inputBits, int weightBits, int outputBits) {}
