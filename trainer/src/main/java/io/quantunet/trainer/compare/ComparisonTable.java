package io.quantunet.trainer.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quantunet.driver.engine.Engines;
import io.quantunet.trainer.report.ComparisonReport;
import io.quantunet.trainer.report.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The methods of a set that are finished, side by side.
 *
 * @param set which rows there are to be
 * @param protocol images, budget and rules, in sentences
 * @param rows in the set's order
 */
public record ComparisonTable(MethodSet set, String protocol, List<ComparedMethod> rows) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Copies the list. */
  public ComparisonTable {
    rows = List.copyOf(rows);
  }

  ComparisonTable(MethodSet set, Workbench bench, List<ComparedMethod> rows) {
    this(set, protocol(set, bench), rows);
  }

  /** The table in Markdown. */
  public String markdown() {
    return report().markdown();
  }

  /** The table as JSON; {@link ComparisonJson} says which keys. */
  public ObjectNode toJson(Provenance provenance) {
    return ComparisonJson.of(this, withRows(provenance));
  }

  /**
   * Writes {@code <set>.html}, {@code <set>.csv}, {@code <set>.md} and {@code <set>.json} into a
   * folder.
   */
  public void write(Path folder, Provenance provenance) throws IOException {
    Files.createDirectories(folder);
    report().writeHtml(file(folder, "html"), withRows(provenance));
    report().writeCsv(file(folder, "csv"));
    Files.writeString(file(folder, "md"), "%s%n%n%s".formatted(protocol, markdown()));
    Files.writeString(file(folder, "json"), JSON.writeValueAsString(toJson(provenance)) + "\n");
  }

  /** Rows may be of earlier calls, which the command does not name. */
  private Provenance withRows(Provenance provenance) {
    return provenance.with(
        "Rows (--methods)",
        rows.stream().map(row -> row.method().key()).collect(Collectors.joining(",")));
  }

  private Path file(Path folder, String extension) {
    return folder.resolve(set.name() + "." + extension);
  }

  private ComparisonReport report() {
    return new ComparisonReport(
        set.title(), protocol, rows.stream().map(ComparedMethod::row).toList());
  }

  private static String protocol(MethodSet set, Workbench bench) {
    return ("Images: %s. What a method does not change itself: %s. Of each training the epoch is"
            + " kept that is best on the validation images, on which it is scored here as well:"
            + " that flatters every row alike. Every row runs on the integer engine %s, except the"
            + " float net. %s")
        .formatted(
            bench.images().summary(),
            bench.budget().summary(),
            Engines.fastest().label(),
            set.remark())
        .strip();
  }
}
