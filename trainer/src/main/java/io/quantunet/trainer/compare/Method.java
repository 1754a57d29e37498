package io.quantunet.trainer.compare;

import java.io.IOException;

/**
 * A way to get a net, a row of the table. A new one is a class, and a line in {@link MethodSet}.
 */
public interface Method {

  /** Its word on the command line and the name of its folder, e.g. {@code fixed-4-6}. */
  String key();

  /** Its name in the table. */
  String label();

  /** Methods that form one curve of Dice against bits. */
  String family();

  /**
   * Whether {@link #run} needs no training.
   *
   * @throws IOException if its folder cannot be read
   */
  boolean isFinished(Workbench bench) throws IOException;

  /**
   * Trains what is to be trained, unless it is already, and scores the net on the validation part.
   *
   * @throws IOException if its folder cannot be used
   */
  MethodResult run(Workbench bench) throws IOException;
}
