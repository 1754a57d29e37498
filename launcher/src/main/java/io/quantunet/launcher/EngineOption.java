package io.quantunet.launcher;

import io.quantunet.driver.engine.EngineKind;
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

  EngineKind kind() {
    return kind.orElse(EngineKind.ONEDNN);
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
