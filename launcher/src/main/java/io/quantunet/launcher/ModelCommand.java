package io.quantunet.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code quantunet model}: looking at bundles and proving them. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "Looks at a model bundle, or proves an engine code for code.",
    subcommands = {ModelInspectCommand.class, ModelVerifyCommand.class, HelpCommand.class})
final class ModelCommand {}
