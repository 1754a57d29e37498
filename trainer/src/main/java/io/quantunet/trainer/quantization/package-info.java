/**
 * Quantizers of weights and activations, learned, fixed or chosen after training: formulas, their
 * gradients, and nothing of the nets that use them. Called by the net, the recipes and the export.
 */
package io.quantunet.trainer.quantization;
