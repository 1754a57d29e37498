/**
 * Learned parameters, Adam with a rate for each kind of them, and the learning-rate schedule.
 * Called by the training run; knows nothing of nets.
 */
package io.quantunet.trainer.optimizer;
