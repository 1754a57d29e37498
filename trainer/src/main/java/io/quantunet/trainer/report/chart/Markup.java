package io.quantunet.trainer.report.chart;

/** Text for SVG and HTML. */
public final class Markup {

  private Markup() {}

  /** Text that is safe between tags and in quoted attributes. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
