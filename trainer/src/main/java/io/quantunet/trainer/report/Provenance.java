package io.quantunet.trainer.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a report's figures come from, so that anyone can make them again.
 *
 * @param facts label to text, in the order of the page
 */
public record Provenance(Map<String, String> facts) {

  /** Copies the map, order kept. */
  public Provenance {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /**
   * The usual start: what was called, and on which machine.
   *
   * @param command the whole command line
   */
  public static Provenance ofCommand(String command) {
    return new Provenance(Map.of()).with("Command", command).with("Machine", Machine.describe());
  }

  /** The same and one fact more (or a fact replaced). */
  public Provenance with(String label, String text) {
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(label, text);
    return new Provenance(more);
  }
}
