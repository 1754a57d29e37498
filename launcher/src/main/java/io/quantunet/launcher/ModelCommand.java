package io.quantunet.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code quantunet model}: looking at bundles, proving them, and exchanging them with others. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description =
        "Looks at a model bundle, proves an engine code for code, or exchanges models as ONNX.",
    subcommands = {
      ModelInspectCommand.class,
      ModelVerifyCommand.class,
      ModelExportQonnxCommand.class,
      ModelImportQonnxCommand.class,
      HelpCommand.class
    })
final class ModelCommand {}
