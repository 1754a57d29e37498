package io.quantunet.driver.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The engines by the names that the command line and the results use. */
public enum EngineKind {
  /** The plain-Java specification. */
  REFERENCE,
  /** oneDNN's int8 primitives on the CPU. */
  ONEDNN,
  /** Plain Java that the JIT compiler vectorizes, for machines without oneDNN. */
  JAVA,
  /** The accelerator's RTL, simulated. */
  RTL,
  /** The accelerator on a board. */
  FPGA;

  /** The name in lower case, e.g. {@code onednn}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The engine of this name.
   *
   * @throws IllegalArgumentException naming the engines that there are
   */
  public static EngineKind of(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no engine is called '%s'; choose one of %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(EngineKind::label)
                                .collect(Collectors.joining(", ")))));
  }
}
