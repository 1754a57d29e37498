package io.quantunet.trainer.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HtmlPageTest {

  private static final String EVIL = "<script>alert('x')</script>\"&";

  @Test
  void noTextBecomesMarkup() {
    String html =
        HtmlPage.of(EVIL, EVIL)
            .heading(EVIL)
            .subheading(EVIL)
            .paragraph(EVIL)
            .note(EVIL)
            .tiles(List.of(new HtmlPage.Tile(EVIL, EVIL, EVIL)))
            .table(List.of(EVIL), List.of(List.of(EVIL)), 0)
            .facts(Map.of(EVIL, EVIL))
            .wideFigure(new HtmlPage.Figure("<svg></svg>", EVIL))
            .colourKey(List.of(new HtmlPage.Key(EVIL, EVIL)))
            .html();

    assertThat(html).doesNotContain("<script>").contains("&lt;script&gt;");
  }

  @Test
  void nothingComesFromElsewhere() {
    String html = HtmlPage.of("t", "s").html();

    assertThat(html).contains("default-src 'none'").doesNotContain("http://", "https://", "src=\"");
  }

  @Test
  void intervalsAreSetSmaller() {
    String html =
        HtmlPage.of("t", "s").table(List.of("a"), List.of(List.of("0.7 [0.6, 0.8]"))).html();

    assertThat(html).contains("0.7 <small>[0.6, 0.8]</small>");
  }
}
