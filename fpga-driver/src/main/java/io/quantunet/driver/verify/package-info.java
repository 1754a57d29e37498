/**
 * Runs independent vectors (single layers and whole nets) on an engine and counts what differs. The
 * command line calls it.
 */
package io.quantunet.driver.verify;
