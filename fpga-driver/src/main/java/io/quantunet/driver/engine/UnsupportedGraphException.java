package io.quantunet.driver.engine;

/** A graph that an engine has no way to compute, on any frame: another engine must. */
public final class UnsupportedGraphException extends EngineException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param reason the same words for all graphs with it, e.g. for counting
   * @param message which layer, what it needs, what there is, what to do
   */
  public UnsupportedGraphException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What kind of graphs it cannot compute, without the graph's own names and numbers. */
  public String reason() {
    return reason;
  }
}
