/**
 * From a frame of any size to the model's grid, the same way in training, evaluation and at the
 * edge. Everyone with an image calls it.
 */
package io.quantunet.driver.image;
