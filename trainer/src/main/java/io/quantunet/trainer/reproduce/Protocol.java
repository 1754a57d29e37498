package io.quantunet.trainer.reproduce;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What can be made again. */
public enum Protocol {
  /** The paper's recipe on the paper's random split. */
  PAPER("paper", "paper's split (leaks)"),
  /** The paper's recipe on the split by leak group. */
  LEAK_FREE("leak-free", "leak-free split"),
  /** Our recipe on the split of most papers on BUSI. */
  LITERATURE("literature", "literature's split (leaks)"),
  /** Short runs that price the bits in different forms. */
  FORMS("forms", "forms of the bit-width loss");

  private final String label;
  private final String heading;

  Protocol(String label, String heading) {
    this.label = label;
    this.heading = heading;
  }

  /** Its word on the command line, in files and in JSON. */
  public String label() {
    return label;
  }

  /** What tables call it. */
  String heading() {
    return heading;
  }

  /**
   * The one of that word.
   *
   * @throws IllegalArgumentException naming what there is
   */
  public static Protocol of(String label) {
    for (Protocol protocol : values()) {
      if (protocol.label.equals(label)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException(
        "no protocol is called '%s'; choose %s"
            .formatted(
                label,
                Arrays.stream(values()).map(Protocol::label).collect(Collectors.joining(", "))));
  }
}
