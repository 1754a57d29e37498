package io.quantunet.driver.accelerator.engine;

/** Where what is no program's lies in card memory, in bytes from the first that may be used. */
public final class CardMap {

  /** The descriptor ring: room for the longest. */
  public static final long DESCRIPTORS = 0;

  /** The completion ring. */
  public static final long COMPLETIONS = 4L << 20;

  /** The first address that is free for programs. */
  public static final long PROGRAMS = 8L << 20;

  private CardMap() {}
}
