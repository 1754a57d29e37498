/**
 * Training runs and evaluations from start to end: settings, epochs, checkpoints, bundles. Called
 * by the command line and the retraining service.
 */
package io.quantunet.trainer.run;
