/**
 * What every integer engine promises, how one is chosen, and how a model proves itself on it. The
 * engines themselves are in the packages below, each for its own kind of machine.
 */
package io.quantunet.driver.engine;
