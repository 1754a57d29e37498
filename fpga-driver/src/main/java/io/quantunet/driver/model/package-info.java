/**
 * The quantized model as values: layers of integer codes, bit widths, scale exponents, proven
 * bounds, and how they are stored in a bundle. Engines, trainer and tools call it.
 */
package io.quantunet.driver.model;
