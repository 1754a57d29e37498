/**
 * What every engine must pass: the checks of the integer model, an oracle of its own, and mutants
 * that the checks must catch. An engine's test extends {@code EngineConformance}.
 */
package io.quantunet.driver.engine.conformance;
