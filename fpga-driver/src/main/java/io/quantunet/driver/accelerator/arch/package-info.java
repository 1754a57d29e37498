/**
 * What the architecture file says: registers, descriptors, codes, sizes of the array. The {@code
 * Qbs} classes, the enums and {@code Configurations} are written by {@code ArchitectureGenerator}.
 */
package io.quantunet.driver.accelerator.arch;
