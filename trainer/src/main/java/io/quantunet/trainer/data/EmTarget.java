package io.quantunet.trainer.data;

/** What is to be found in an electron micrograph. */
public enum EmTarget {
  /** The inside of cells, white in the labels, about four fifths of the pixels. */
  CELL,
  /** The membranes between them, black in the labels. */
  MEMBRANE
}
