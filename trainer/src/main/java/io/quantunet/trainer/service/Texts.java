package io.quantunet.trainer.service;

/** Foreign texts on their way into a log or a message. */
final class Texts {

  private static final int MOST = 500;

  private Texts() {}

  /** The text without control characters, 500 characters at most. */
  static String oneLine(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", " ");
    return clean.length() <= MOST ? clean : clean.substring(0, MOST - 3) + "...";
  }
}
