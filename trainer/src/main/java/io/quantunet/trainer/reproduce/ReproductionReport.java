package io.quantunet.trainer.reproduce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.trainer.report.Provenance;
import io.quantunet.trainer.report.page.HtmlPage;
import io.quantunet.trainer.run.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of making the paper again.
 *
 * @param settings what was asked for
 * @param facts counts and leaks of the parts, in words
 * @param table2 columns of Table 2; empty if it was not asked for
 * @param forms runs with the bit-width loss in several forms; empty if they were not asked for
 * @param literature our net by the literature's protocol, if it was asked for
 */
public record ReproductionReport(
    ReproductionSettings settings,
    List<String> facts,
    List<Judged> table2,
    List<FormRun> forms,
    Optional<Judged> literature) {

  /** Name of the page in the folder. */
  public static final String PAGE_NAME = "reproduce.html";

  /** Name of the figures in the folder. */
  public static final String CSV_NAME = "reproduce.csv";

  public ReproductionReport {
    facts = List.copyOf(facts);
    table2 = List.copyOf(table2);
    forms = List.copyOf(forms);
  }

  /** The tables as Markdown, for the terminal. */
  public String text() {
    StringBuilder text = new StringBuilder(String.join("\n", facts)).append("\n\n");
    tables().forEach(table -> text.append(table.markdown()));
    return text.toString();
  }

  /**
   * Everything: {@code facts}; {@code figures}, each with {@code figure, published, protocol, part,
   * value, low, high} (null where there is none); {@code conclusion} of the forms, if they were
   * trained.
   */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode words = json.putArray("facts");
    facts.forEach(words::add);
    ArrayNode figures = json.putArray("figures");
    for (Measured measured : measured()) {
      ObjectNode figure = figures.addObject();
      figure.put("figure", measured.figure()).put("published", measured.published());
      figure.put("protocol", measured.protocol().label()).put("part", measured.part());
      put(figure, "value", Optional.of(measured.ours().value()));
      put(figure, "low", measured.ours().interval().map(range -> range.low()));
      put(figure, "high", measured.ours().interval().map(range -> range.high()));
    }
    if (!forms.isEmpty()) {
      json.put("conclusion", FormsTable.conclusion(forms));
    }
    return json;
  }

  /**
   * Writes {@link #PAGE_NAME}, {@link #CSV_NAME} and, for every net of Table 2 and the literature's
   * protocol, a page of its training with the paper's three figures.
   *
   * @param provenance command and machine
   * @return the first page
   */
  public Path write(Provenance provenance) throws IOException {
    Provenance whole = provenance.with("Seed", String.valueOf(settings.paper().seed()));
    Files.writeString(settings.out().resolve(CSV_NAME), Measured.csv(measured()));
    for (Judged judged : pages()) {
      RunPage.write(settings.out().resolve(pageName(judged)), judged, settings.data(), whole);
    }
    Path page = settings.out().resolve(PAGE_NAME);
    page(whole).write(page);
    return page;
  }

  private HtmlPage page(Provenance provenance) {
    HtmlPage page =
        HtmlPage.of(
            "QuantU-Net made again",
            "The paper's protocol beside one that does not leak. Research use only, not for"
                + " diagnosis.");
    facts.forEach(page::paragraph);
    tables().forEach(table -> table.addTo(page));
    if (!forms.isEmpty()) {
      page.wideFigure(FormsTable.chart(forms));
    }
    Provenance recipes = provenance;
    for (Judged judged : pages()) {
      recipes =
          recipes
              .with("Recipe, " + judged.protocol().label(), recipe(judged).summary())
              .with("Figures, " + judged.protocol().label(), pageName(judged));
    }
    return page.heading("How to make these figures again").facts(recipes.facts());
  }

  private List<ReportTable> tables() {
    List<ReportTable> tables = new ArrayList<>();
    if (!table2.isEmpty()) {
      tables.add(Table2.of(table2));
    }
    literature.ifPresent(judged -> tables.add(LiteratureTable.of(judged)));
    if (!forms.isEmpty()) {
      tables.add(NormalizationTable.table());
      tables.add(FormsTable.table(forms));
    }
    return tables;
  }

  private List<Measured> measured() {
    List<Measured> measured = new ArrayList<>(Table2.measured(table2));
    literature.map(LiteratureTable::measured).ifPresent(measured::addAll);
    measured.addAll(FormsTable.measured(forms));
    return measured;
  }

  private List<Judged> pages() {
    List<Judged> pages = new ArrayList<>(table2.stream().filter(Judged::isLogged).toList());
    literature.ifPresent(pages::add);
    return pages;
  }

  private static String pageName(Judged judged) {
    return judged.protocol().label() + ".html";
  }

  private static Recipe recipe(Judged judged) {
    return judged.result().experiment().recipe();
  }

  private static void put(ObjectNode node, String key, Optional<Double> value) {
    Optional<Double> known = value.filter(Double::isFinite);
    if (known.isPresent()) {
      node.put(key, known.get());
    } else {
      node.putNull(key);
    }
  }
}
