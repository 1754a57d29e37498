package io.quantunet.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quantunet.trainer.data.DataException;
import io.quantunet.trainer.data.Partition;
import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.report.Provenance;
import io.quantunet.trainer.run.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Making the paper again")
class ReproductionTest {

  @TempDir static Path temporary;
  private static Path images;
  private static Path out;
  private static ReproductionSettings settings;
  private static ReproductionReport report;
  private static final List<String> LINES = new ArrayList<>();

  @BeforeAll
  static void makeAllOfIt() throws Exception {
    images = TinyReproduction.images(temporary.resolve("discs"));
    out = temporary.resolve("all");
    settings =
        TinyReproduction.withFloat(
            TinyReproduction.settings(images, out, EnumSet.allOf(Protocol.class)));
    report = Reproduction.run(settings, LINES::add);
    report.write(Provenance.ofCommand("./quantunet reproduce").with("Machine", "a test"));
  }

  @Test
  void setsBothProtocolsBesideThePaper() {
    ReportTable table = Table2.of(report.table2());

    assertThat(table.header())
        .containsExactly(
            "Figure",
            "the paper",
            "ours, paper's split (leaks), validation",
            "ours, paper's split (leaks), test",
            "ours, leak-free split, validation");
    assertThat(table.rows()).allSatisfy(row -> assertThat(row).hasSize(5));
  }

  @Test
  void printsThePapersFiguresAsTheyArePublished() {
    assertThat(published("Best epoch")).isEqualTo("10");
    assertThat(published("Dice per lesion image (the paper: averaged in a way not said)"))
        .isEqualTo("0.4947");
    assertThat(published("Dice per lesion image, last epoch")).isEqualTo("0.3833");
    assertThat(published("Pixel accuracy")).isEqualTo("0.9425");
    assertThat(published("Pixel accuracy, float U-Net")).isEqualTo("0.9614");
    assertThat(published("Average bits, by layer")).isEqualTo("4.24");
    assertThat(published("Bit-width loss, lambda included")).isEqualTo("< 1.06");
  }

  @Test
  void holdsEveryAccuracyAgainstFindingNothing() {
    List<List<String>> rows = Table2.of(report.table2()).rows();

    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).get(0).startsWith("Pixel accuracy")) {
        assertThat(rows.get(i + 1).get(0)).isEqualTo("the same of a net that finds nothing");
        assertThat(rows.get(i + 1)).doesNotContain("-");
      }
    }
  }

  @Test
  void saysWhatOursScoredOnTheIntegerEngine() {
    Judged leakFree = report.table2().get(2);

    assertThat(row("Pixel accuracy").get(4)).isEqualTo(leakFree.scores().pixelAccuracy().text(4));
    assertThat(leakFree.logged("val_pixel_accuracy", 1))
        .isCloseTo(leakFree.scores().pixelAccuracy().value(), Offset.offset(0.5e-4));
  }

  @Test
  void countsTheImagesAndThoseThatAreMissing() {
    assertThat(LINES)
        .contains(
            "30 images (20 with a lesion); BUSI has 780 (647): 750 are not in this folder",
            "literature's protocol: 20 lesion images of BUSI's 647 are in this folder");
    assertThat(report.facts())
        .anyMatch(fact -> fact.startsWith("split 'leak-free'"))
        .anyMatch(fact -> fact.startsWith("the paper's recipe here: width 2"));
  }

  @Test
  void takesLesionImagesOnlyForTheLiterature() {
    Partition parts = report.literature().orElseThrow().result().experiment().partition();

    assertThat(parts.train()).allMatch(Sample::hasLesion).hasSize(14);
    assertThat(parts.validation()).allMatch(Sample::hasLesion).hasSize(6);
  }

  @Test
  void labelsTheLiteraturesFiguresAsLeaking() {
    ReportTable table = LiteratureTable.of(report.literature().orElseThrow());

    assertThat(table.title()).contains("leaking");
    assertThat(table.notes()).anyMatch(note -> note.contains("LEAK"));
    assertThat(table.rows())
        .extracting(row -> row.get(0))
        .containsExactly("UNeXt", "U-Net", "Mobile U-ViT", "QuantU-Net, width 2");
    assertThat(table.rows().get(0)).contains("0.7416");
    assertThat(table.rows().get(1)).contains("0.7697 ± 0.0310");
    assertThat(table.rows().get(2)).contains("0.8118 ± 0.0305");
  }

  @Test
  void trainsNothingTwice() throws Exception {
    List<Progress.Step> steps = new ArrayList<>();

    ReproductionReport again = Reproduction.run(settings, watch(steps));

    assertThat(steps).isEmpty();
    assertThat(again.text()).isEqualTo(report.text());
  }

  @Test
  void goesOnWithWhatIsMissing() throws Exception {
    ReproductionSettings some = some("some", EnumSet.of(Protocol.LEAK_FREE));
    Reproduction.run(some, line -> {});
    List<Progress.Step> steps = new ArrayList<>();

    ReproductionReport both =
        Reproduction.run(
            some("some", EnumSet.of(Protocol.PAPER, Protocol.LEAK_FREE)), watch(steps));

    assertThat(steps)
        .hasSize(report.table2().get(0).result().experiment().partition().train().size() / 4);
    assertThat(both.table2()).hasSize(3);
  }

  @Test
  void trainsEveryFormByItsOwnRecipe() {
    assertThat(report.forms())
        .extracting(run -> run.result().experiment().recipe().loss().form().label())
        .contains("layers", "parameters", "macs");
    assertThat(report.forms())
        .extracting(run -> run.result().experiment().recipe().digest())
        .doesNotHaveDuplicates()
        .hasSize(9);
  }

  @Test
  void namesTheFormThatCameNearest() {
    FormRun nearest =
        report.forms().stream().min(Comparator.comparingDouble(FormRun::distance)).orElseThrow();

    assertThat(FormsTable.conclusion(report.forms()))
        .startsWith("Nearest to the paper's known point came '" + nearest.name() + "'");
  }

  @Test
  void leavesAPageWithThePapersThreeFiguresForEveryProtocol() {
    for (String name : List.of("paper.html", "leak-free.html", "literature.html")) {
      assertThat(out.resolve(name))
          .content()
          .contains(
              "Bit width per layer over epochs",
              "Mean bits per weight",
              "Segmentation loss against bit-width loss")
          .doesNotContainPattern("<(script|link|img)[^>]+(src|href)=\"https?:");
    }
    assertThat(out.resolve("reproduce.html"))
        .content()
        .contains("Table 2 beside ours", "Mean bits over epochs, by form", "a test");
  }

  @Test
  void writesEveryFigureInALineOfSevenCells() throws Exception {
    List<String> lines = Files.readAllLines(out.resolve("reproduce.csv"));

    assertThat(lines.get(0)).isEqualTo("figure,published,protocol,part,value,low,high");
    assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(7));
    assertThat(lines)
        .anyMatch(line -> line.startsWith("pixel_accuracy,0.9425,leak-free,validation,0."));
  }

  @Test
  void tellsTheSameInJson() {
    JsonNode json = report.toJson();

    assertThat(json.get("facts")).hasSize(report.facts().size());
    assertThat(json.get("figures").findValuesAsText("protocol"))
        .contains("paper", "leak-free", "literature", "forms");
    assertThat(json.get("conclusion").asText()).startsWith("Nearest");
  }

  @Test
  void needsASplitFileToBeFreeOfLeaks() throws Exception {
    Path bare = TinyReproduction.images(temporary.resolve("bare"));
    Files.delete(bare.resolve("split.csv"));

    assertThatThrownBy(
            () ->
                Reproduction.run(
                    TinyReproduction.settings(
                        bare, temporary.resolve("none"), EnumSet.of(Protocol.LEAK_FREE)),
                    line -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("split.csv");
  }

  private static List<String> row(String name) {
    return Table2.of(report.table2()).rows().stream()
        .filter(row -> row.get(0).equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String published(String name) {
    return row(name).get(1);
  }

  private static ReproductionSettings some(String folder, Set<Protocol> protocols) {
    return TinyReproduction.settings(images, temporary.resolve(folder), protocols);
  }

  private static Progress watch(List<Progress.Step> steps) {
    return new Progress() {
      @Override
      public void line(String text) {}

      @Override
      public void step(Step step) {
        steps.add(step);
      }
    };
  }
}
