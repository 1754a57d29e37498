/**
 * Random views of images and their masks: what another probe, patient, scanner or operator could
 * have shown. Called by the batch sampler; knows pixels only, neither files nor classes.
 */
package io.quantunet.trainer.data.augmentation;
