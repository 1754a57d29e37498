/**
 * The trainer: from folders of images and masks to a bundle of integers that the edges run. The
 * launcher calls {@code run}; the packages below do one thing each.
 */
package io.quantunet.trainer;
