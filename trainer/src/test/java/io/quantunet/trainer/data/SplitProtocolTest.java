package io.quantunet.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.testsupport.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A split protocol")
class SplitProtocolTest {

  @Test
  void asInThePaperTakes70And15And15PercentOfEachClass() {
    List<Sample> samples = new ArrayList<>(Samples.ofClass("benign", 100));
    samples.addAll(Samples.ofClass("normal", 40));

    Partition parts = new PaperSplit(1).split(samples);

    assertThat(count(parts.train(), "benign")).isEqualTo(70);
    assertThat(count(parts.validation(), "benign")).isEqualTo(15);
    assertThat(count(parts.test(), "benign")).isEqualTo(15);
    assertThat(count(parts.train(), "normal")).isEqualTo(28);
    assertThat(count(parts.validation(), "normal")).isEqualTo(6);
    assertThat(count(parts.test(), "normal")).isEqualTo(6);
  }

  @Test
  void asInTheLiteratureTakes70And30PercentOfTheLesions() {
    List<Sample> samples = new ArrayList<>(Samples.ofClass("malignant", 50));
    samples.addAll(Samples.ofClass("normal", 40));

    Partition parts = new LiteratureSplit(1).split(samples);

    assertThat(parts.train()).hasSize(35).allMatch(Sample::hasLesion);
    assertThat(parts.validation()).hasSize(15).allMatch(Sample::hasLesion);
    assertThat(parts.test()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper", "literature"})
  void putsEachImageOnOneSideAndTheSameOnesForTheSameSeed(String label) {
    List<Sample> samples = Samples.ofClass("benign", 60);

    Partition parts = SplitProtocol.of(label, 4).split(samples);

    List<Sample> together = new ArrayList<>(parts.train());
    together.addAll(parts.validation());
    together.addAll(parts.test());
    assertThat(together).containsExactlyInAnyOrderElementsOf(samples);
    assertThat(SplitProtocol.of(label, 4).split(samples)).isEqualTo(parts);
    assertThat(SplitProtocol.of(label, 5).split(samples)).isNotEqualTo(parts);
  }

  @Test
  void countsNearDuplicatesOnBothSides() {
    Sample a = Samples.one("benign", "a", true, Optional.of("L1"));
    Sample b = Samples.one("benign", "b", true, Optional.of("L1"));
    Sample c = Samples.one("benign", "c", true, Optional.of("L1"));
    Sample d = Samples.one("benign", "d", true, Optional.of("L2"));
    Sample unknown = Samples.one("benign", "e", true, Optional.empty());

    Partition parts = new Partition("some", List.of(a), List.of(b, d), List.of(c, unknown));

    assertThat(parts.leak()).isEqualTo(new Leak(1, 2, 1));
    assertThat(parts.summary())
        .isEqualTo(
            "split 'some': 1 images to train on, 2 to validate, 2 to test; leaks: 2 images to judge"
                + " by have a near-duplicate to learn from (1 groups); of 1 images near-duplicates"
                + " are not known");
  }

  @Test
  void withoutLeakWantsASplitForEachImage() {
    List<Sample> unsplit = Samples.ofClass("benign", 3);

    assertThatThrownBy(() -> new LeakFreeSplit().split(unsplit))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Sample[data/benign/benign (0).png] has no split; add a split.csv");
  }

  @Test
  void refusesTooFewImagesToDivide() {
    assertThatThrownBy(() -> new PaperSplit(1).split(Samples.ofClass("benign", 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 images to train on, 0 to validate; both parts need some");
  }

  @Test
  void isFoundByItsLabel() {
    assertThat(SplitProtocol.of("leak-free", 1).label()).isEqualTo("leak-free");
    assertThatThrownBy(() -> SplitProtocol.of("random", 1))
        .hasMessage(
            "no split protocol is called 'random'; there are leak-free, paper and literature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper", "literature"})
  void atRandomLeaksOnRealUltrasound(String label) throws IOException {
    List<Sample> busi = new ArrayList<>();
    for (String line : Files.readAllLines(SharedFolder.require("data/busi/split.csv"))) {
      String[] cells = line.split(",", -1);
      if (!cells[0].equals("class")) {
        busi.add(Samples.one(cells[0], cells[1], true, Optional.of(cells[2])));
      }
    }

    Leak leak = SplitProtocol.of(label, 1).split(busi).leak();

    assertThat(leak.images()).isGreaterThan(20);
    assertThat(leak.groups()).isBetween(20, leak.images());
  }

  private static long count(List<Sample> samples, String className) {
    return samples.stream().filter(sample -> sample.className().equals(className)).count();
  }
}
