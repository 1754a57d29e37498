/**
 * Measurements of this system beside its peers, in processes of their own. The launcher's {@code
 * bench} commands call it; nothing else does.
 */
package io.quantunet.bench;
