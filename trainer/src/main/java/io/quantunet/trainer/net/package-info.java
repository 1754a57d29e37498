/**
 * The U-Net in training: layers with forward and backward passes on oneDNN, in ND4J's arrays, in
 * floats that behave as the integer model's codes. Called by the training run and the export.
 */
package io.quantunet.trainer.net;
