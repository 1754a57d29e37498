/**
 * The paper's training and the literature's, made again beside a protocol that does not leak.
 * Called by the command {@code reproduce}.
 */
package io.quantunet.trainer.reproduce;
