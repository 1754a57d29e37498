/**
 * What training and evaluation say about themselves: scores, the training log, reports. Called by
 * the training run and the evaluation.
 */
package io.quantunet.trainer.report;
