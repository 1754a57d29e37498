/**
 * What an engine executes: a list of steps over tensors, for a whole net or a single layer. The
 * engines, their factory and the vector verification call it.
 */
package io.quantunet.driver.engine.graph;
