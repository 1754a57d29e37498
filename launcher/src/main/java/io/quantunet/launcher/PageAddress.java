package io.quantunet.launcher;

/** The address that a person types to see a page. */
final class PageAddress {

  private PageAddress() {}

  /**
   * @param bind the address that the page is bound to; a wildcard is reached by loopback
   * @param port the page's port
   */
  static String of(String bind, int port) {
    String host = bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/";
  }
}
