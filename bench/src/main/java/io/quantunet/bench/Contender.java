package io.quantunet.bench;

/** Something that computes frames and is measured at it. */
interface Contender extends AutoCloseable {

  /** Its name in reports, e.g. {@code onednn}. */
  String name();

  /**
   * Computes one frame.
   *
   * @param worker which of its workers does it; each belongs to one thread at a time
   */
  void frame(int worker);

  @Override
  void close();
}
