/**
 * The integer model in plain Java: the meaning that every other engine is measured against. Chosen
 * through {@code Engines}; never tuned.
 */
package io.quantunet.driver.engine.reference;
