package io.quantunet.trainer.reproduce;

import io.quantunet.trainer.report.page.HtmlPage;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table for people, on the terminal and on a page.
 *
 * @param title above it
 * @param header names of the columns
 * @param rows as many cells as columns
 * @param notes below it, a sentence or more each
 */
record ReportTable(String title, List<String> header, List<List<String>> rows, List<String> notes) {

  ReportTable {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    notes = List.copyOf(notes);
  }

  /** As Markdown, which a terminal shows well enough. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(title).append("\n\n");
    text.append(line(header)).append(line(header.stream().map(column -> "---").toList()));
    rows.forEach(row -> text.append(line(row)));
    text.append('\n');
    notes.forEach(note -> text.append(note).append("\n\n"));
    return text.toString();
  }

  void addTo(HtmlPage page) {
    page.heading(title).table(header, rows, 0);
    notes.forEach(page::note);
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
