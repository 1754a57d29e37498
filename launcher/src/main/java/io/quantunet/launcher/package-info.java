/**
 * The {@code quantunet} command: one class per subcommand, each only reading options and calling
 * the module that does the work. Nobody calls it but the shell.
 */
package io.quantunet.launcher;
