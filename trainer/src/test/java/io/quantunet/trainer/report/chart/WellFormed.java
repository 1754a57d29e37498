package io.quantunet.trainer.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Reads drawings as a strict XML parser does. */
public final class WellFormed {

  private static final Pattern SVG = Pattern.compile("<svg .*?</svg>", Pattern.DOTALL);

  private WellFormed() {}

  /** The drawing as a document; fails if it is not XML. */
  public static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  /** All drawings of a page, each well-formed. */
  public static List<Document> drawings(String html) throws Exception {
    List<Document> drawings = new ArrayList<>();
    for (String svg : SVG.matcher(html).results().map(MatchResult::group).toList()) {
      drawings.add(parse(svg));
    }
    assertThat(drawings).isNotEmpty();
    return drawings;
  }

  /** All texts of a drawing. */
  public static List<String> texts(Document svg) {
    NodeList nodes = svg.getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
