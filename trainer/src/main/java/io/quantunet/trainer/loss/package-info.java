/**
 * What training minimizes: cross-entropy, Dice and the price of bits, with their gradients. Called
 * by the training run.
 */
package io.quantunet.trainer.loss;
