package io.quantunet.driver.accelerator.device;

/** The faults of a card, or of the way to it, that {@link FaultyDevice} imitates. */
public enum FaultKind {
  /** A transfer ends early, and says so. */
  SHORT_TRANSFER,
  /** A transfer or register access fails before anything happened. */
  IO_ERROR,
  /** A transfer is done, but reported as too late. */
  TIMEOUT,
  /** One bit of what is written to the card is another. */
  FLIPPED_WRITE,
  /** One bit of what is read from the card is another. */
  FLIPPED_READ,
  /** An interrupt does not arrive. */
  LOST_INTERRUPT,
  /** An interrupt arrives that nothing has raised. */
  SPURIOUS_INTERRUPT,
  /** For a while nothing that is written arrives, and all that is read is ones. */
  DEAD_LINK
}
