package io.quantunet.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.proto.BinaryMask;
import io.quantunet.testsupport.SharedFolder;
import java.nio.file.Files;
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
  }

  @Test
  void namesTheFirstMissingMasksAndTheirNumber() throws Exception {
    for (int i = 1; i <= 9; i++) {
      folder.image("benign", "benign (" + i + ")", 16, 16, 2);
    }
    for (int i = 1; i <= 7; i++) {
      Files.delete(folder.path().resolve("benign/benign (" + i + ")_mask.png"));
    }

    assertThatThrownBy(() -> DataFolder.load(folder.path(), 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("7 of 9 images have no mask")
        .hasMessageContaining("benign (1)_mask.png")
        .hasMessageEndingWith(", ...");
  }

  @Test
  void thatIsNotThereIsNamed() {
    Path missing = temporary.resolve("nowhere");

    assertThatThrownBy(() -> DataFolder.load(missing, 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessage(missing + " is not a folder");
  }

  @Test
  void withoutImagesSaysWhatItExpected() {
    assertThatThrownBy(() -> DataFolder.load(temporary, 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds no images; expected <class>/<name>.png");
  }

  @Test
  void withABrokenImageNamesIt() {
    folder.image("benign", "a", 16, 16, 2).write("benign", "a.png", new byte[] {1, 2, 3});

    assertThatThrownBy(() -> DataFolder.load(folder.path(), 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.png cannot be read");
  }

  @Test
  void withAnImageThatTheSplitDoesNotKnowNamesIt() {
    folder.image("benign", "a", 16, 16, 2).split("class,name,leak_group,split");

    assertThatThrownBy(() -> DataFolder.load(folder.path(), 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no line for benign/a.png");
  }

  @Test
  void withAnUnknownPartInTheSplitSaysWhichThereAre() {
    folder.image("benign", "a", 16, 16, 2).split("class,name,split", "benign,a.png,test");

    assertThatThrownBy(() -> DataFolder.load(folder.path(), 16, 16))
        .hasMessage("no split is called 'test'; there are train and val");
  }

  @Test
  void ofRealUltrasoundIsSplitByLeakGroup() {
    Path busi = SharedFolder.require("data/busi");

    DataSet data = DataSet.load(List.of(busi), 128, 128);

    assertThat(data.train()).hasSize(544);
    assertThat(data.validation()).hasSize(118);
    assertThat(data.validation()).filteredOn(Sample::hasLesion).hasSize(98);
  }
}
