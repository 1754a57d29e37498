package io.quantunet.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code quantunet device}: looking at accelerators, testing and measuring them. */
@Command(
    name = "device",
    mixinStandardHelpOptions = true,
    description = "Looks at an accelerator, tests it code for code, or measures it.",
    subcommands = {
      DeviceProbeCommand.class,
      DeviceSelftestCommand.class,
      DeviceBenchCommand.class,
      HelpCommand.class
    })
final class DeviceCommand {}
