package io.quantunet.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.proto.BinaryMask;
import io.quantunet.testsupport.SharedFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A data folder")
class DataFolderTest {

  @TempDir Path temporary;
  private ImageFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new ImageFolder(temporary.resolve("busi"));
  }

  @Test
  void isReadOntoTheGridInTheOrderOfNames() {
    folder.image("normal", "normal (1)", 40, 60, 0).image("benign", "benign (1)", 50, 30, 8);

    List<Sample> samples = DataFolder.load(folder.path(), 32, 16);

    assertThat(samples).extracting(Sample::className).containsExactly("benign", "normal");
    assertThat(samples).extracting(Sample::hasLesion).containsExactly(true, false);
    assertThat(samples).extracting(Sample::folder).containsOnly("busi");
    assertThat(samples).allSatisfy(sample -> assertThat(sample.codes()).hasSize(32 * 16));
    assertThat(samples).extracting(Sample::split).containsOnly(Optional.empty());
  }

  @Test
  void unitesTheExtraMasksOfTheFullLayout() {
    byte[] first = new byte[256];
    byte[] second = new byte[256];
    first[0] = 1;
    second[255] = 1;
    folder
        .image("benign", "benign (4)", 16, 16, 2)
        .mask("benign", "benign (4)_mask.png", new BinaryMask(16, 16, first))
        .mask("benign", "benign (4)_mask_1.png", new BinaryMask(16, 16, second));

    List<Sample> samples = DataFolder.load(folder.path(), 16, 16);

    assertThat(samples).hasSize(1);
    assertThat(samples.get(0).mask().count()).isEqualTo(2);
    assertThat(samples.get(0).mask().at(15, 15)).isTrue();
  }

  @Test
  void takesItsSplitFromTheFile() {
    folder
        .image("benign", "a", 16, 16, 2)
        .image("benign", "b", 16, 16, 2)
        .split("split,leak_group,name,class", "train,L1,a.png,benign", "val,L2,b.png,benign");

    List<Sample> samples = DataFolder.load(folder.path(), 16, 16);

    assertThat(samples)
        .extracting(Sample::split)
        .containsExactly(Optional.of(Split.TRAIN), Optional.of(Split.VAL));
    assertThat(samples)
        .extracting(Sample::leakGroup)
        .containsExactly(Optional.of("L1"), Optional.of("L2"));
  }

  @Test
  void givesOnePartOfItself() {
    folder
        .image("benign", "a", 16, 16, 2)
        .image("benign", "b", 16, 16, 2)
        .split("class,name,split", "benign,a.png,train", "benign,b.png,val");

    assertThat(DataFolder.load(folder.path(), 16, 16, Split.VAL))
        .extracting(Sample::name)
        .containsExactly("b.png");
  }

  @Test
  void ofRealUltrasoundIsSplitByLeakGroup() {
    Path busi = SharedFolder.require("data/busi");

    Partition parts = new LeakFreeSplit().split(DataFolder.load(busi, 128, 128));

    assertThat(parts.train()).hasSize(544);
    assertThat(parts.validation()).hasSize(118);
    assertThat(parts.validation()).filteredOn(Sample::hasLesion).hasSize(98);
    assertThat(parts.leak()).isEqualTo(new Leak(0, 0, 0));
  }
}
