/**
 * Data sets: folders of images and masks, their splits, augmentation, batches. Called by training
 * and evaluation; everything leaves it on the model's grid.
 */
package io.quantunet.trainer.data;
