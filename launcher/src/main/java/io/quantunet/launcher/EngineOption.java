package io.quantunet.launcher;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --engine E}. */
final class EngineOption {

  @Option(
      names = "--engine",
      paramLabel = "E",
      converter = ByLabel.class,
      description = "reference, onednn, java, rtl or fpga (default: onednn)")
  private Optional<EngineKind> kind = Optional.empty();

  /** The engine that was asked for, or the fastest of this machine. */
  EngineKind kind() {
    return kind.orElseGet(Engines::fastest);
  }

  /** The engine that was asked for on the command line. */
  Optional<EngineKind> given() {
    return kind;
  }

  private static final class ByLabel implements ITypeConverter<EngineKind> {
    @Override
    public EngineKind convert(String label) {
      try {
        return EngineKind.of(label.toLowerCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
