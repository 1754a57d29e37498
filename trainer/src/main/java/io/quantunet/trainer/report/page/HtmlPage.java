package io.quantunet.trainer.report.page;

import io.quantunet.trainer.report.chart.Markup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Builds a page from top to bottom. Texts are escaped here; drawings are SVG as the charts make it.
 * Every method returns the page itself.
 */
public final class HtmlPage {

  private final StringBuilder body = new StringBuilder();
  private final String title;

  /**
   * One figure in large.
   *
   * @param value e.g. {@code 0.710}
   * @param name what it is
   * @param remark e.g. its interval
   */
  public record Tile(String value, String name, String remark) {}

  /**
   * A drawing.
   *
   * @param svg as a chart made it
   * @param caption below it; may be empty
   */
  public record Figure(String svg, String caption) {}

  /**
   * What a colour means.
   *
   * @param name in words
   * @param colour as CSS writes it
   */
  public record Key(String name, String colour) {}

  private HtmlPage(String title, String subtitle) {
    this.title = title;
    body.append("<h1>").append(Markup.escape(title)).append("</h1>\n");
    body.append("<p class=\"subtitle\">").append(Markup.escape(subtitle)).append("</p>\n");
  }

  /** A page with nothing but its title. */
  public static HtmlPage of(String title, String subtitle) {
    return new HtmlPage(title, subtitle);
  }

  /** Begins a section. */
  public HtmlPage heading(String text) {
    return element("h2", text);
  }

  /** Begins a part of a section. */
  public HtmlPage subheading(String text) {
    return element("h3", text);
  }

  /** A paragraph. */
  public HtmlPage paragraph(String text) {
    return element("p", text);
  }

  /** A paragraph in smaller print. */
  public HtmlPage note(String text) {
    body.append("<p class=\"note\">").append(Markup.escape(text)).append("</p>\n");
    return this;
  }

  /** Figures in large, side by side. */
  public HtmlPage tiles(List<Tile> tiles) {
    body.append("<div class=\"tiles\">\n");
    for (Tile tile : tiles) {
      body.append("<div class=\"tile\"><span>")
          .append(Markup.escape(tile.name()))
          .append("</span><b>")
          .append(Markup.escape(tile.value()))
          .append("</b><span>")
          .append(Markup.escape(tile.remark()))
          .append("</span></div>\n");
    }
    body.append("</div>\n");
    return this;
  }

  /**
   * A table.
   *
   * @param header names of the columns
   * @param rows as many cells as columns; an interval in brackets is set smaller
   * @param wordColumns indices of columns that hold sentences
   */
  public HtmlPage table(List<String> header, List<List<String>> rows, int... wordColumns) {
    List<Integer> words = Arrays.stream(wordColumns).boxed().toList();
    body.append("<div class=\"table\"><table>\n<thead><tr>");
    for (int i = 0; i < header.size(); i++) {
      cell("th", words.contains(i), Markup.escape(header.get(i)));
    }
    body.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      body.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        cell("td", words.contains(i), softInterval(Markup.escape(row.get(i))));
      }
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div>\n");
    return this;
  }

  /** Labels and texts. */
  public HtmlPage facts(Map<String, String> facts) {
    body.append("<div class=\"table facts\"><table>\n<tbody>\n");
    facts.forEach(
        (label, text) ->
            body.append("<tr><td>")
                .append(Markup.escape(label))
                .append("</td><td>")
                .append(Markup.escape(text))
                .append("</td></tr>\n"));
    body.append("</tbody></table></div>\n");
    return this;
  }

  /** Drawings side by side. */
  public HtmlPage figures(List<Figure> figures) {
    return figures("figures", figures);
  }

  /** A drawing across the page. */
  public HtmlPage wideFigure(Figure figure) {
    return figure(" class=\"wide\"", figure);
  }

  /** Small pictures, as many in a row as fit. */
  public HtmlPage pictures(List<Figure> pictures) {
    return figures("pictures", pictures);
  }

  /** Which colour means what. */
  public HtmlPage colourKey(List<Key> keys) {
    body.append("<p class=\"note\">");
    for (Key key : keys) {
      body.append("<i class=\"key\" style=\"border-color:")
          .append(Markup.escape(key.colour()))
          .append("\"></i>")
          .append(Markup.escape(key.name()));
    }
    body.append("</p>\n");
    return this;
  }

  /** The whole page. */
  public String html() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    <main>
    %s</main>
    </body>
    </html>
    """
        .formatted(Markup.escape(title), PageStyle.CSS, body);
  }

  /** Writes the page to a file. */
  public void write(Path file) throws IOException {
    Files.writeString(file, html());
  }

  private HtmlPage element(String tag, String text) {
    body.append('<').append(tag).append('>').append(Markup.escape(text));
    body.append("</").append(tag).append(">\n");
    return this;
  }

  private void cell(String tag, boolean words, String html) {
    body.append('<').append(tag).append(words ? " class=\"words\">" : ">").append(html);
    body.append("</").append(tag).append('>');
  }

  private HtmlPage figures(String style, List<Figure> figures) {
    body.append("<div class=\"").append(style).append("\">\n");
    figures.forEach(figure -> figure("", figure));
    body.append("</div>\n");
    return this;
  }

  private HtmlPage figure(String attributes, Figure figure) {
    body.append("<figure").append(attributes).append(">\n").append(figure.svg());
    if (!figure.caption().isEmpty()) {
      body.append("<figcaption>").append(Markup.escape(figure.caption())).append("</figcaption>\n");
    }
    body.append("</figure>\n");
    return this;
  }

  private static String softInterval(String html) {
    return html.replaceFirst("(\\[[^\\]]*\\])", "<small>$1</small>");
  }
}
