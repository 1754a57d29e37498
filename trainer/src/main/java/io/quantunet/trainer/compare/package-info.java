/**
 * Methods side by side on the same images and budget: a small class per method, each giving a row
 * of the integer engine. Called by the command line.
 */
package io.quantunet.trainer.compare;
