/**
 * Quantizers with learned bit widths and thresholds: formulas, their gradients, and nothing of the
 * nets that use them. Called by the net and by the export.
 */
package io.quantunet.trainer.quantization;
