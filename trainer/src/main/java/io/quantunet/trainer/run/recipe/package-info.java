/**
 * Training recipes: HOCON files with documented defaults, checked key by key. Called by the
 * training run and by whoever starts one.
 */
package io.quantunet.trainer.run.recipe;
