/**
 * How fast training is on this machine, beside PyTorch where a Python has it. Called by the
 * benchmark command.
 */
package io.quantunet.trainer.bench;
