package io.quantunet.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A data set")
class DataSetTest {

  @TempDir Path temporary;

  @Test
  void joinsSeveralFolders() {
    ImageFolder first =
        new ImageFolder(temporary.resolve("one"))
            .image("benign", "a", 16, 16, 2)
            .split("class,name,split", "benign,a.png,train");
    ImageFolder second =
        new ImageFolder(temporary.resolve("two"))
            .image("benign", "a", 16, 16, 2)
            .split("class,name,split", "benign,a.png,val");

    DataSet data = DataSet.load(List.of(first.path(), second.path()), 16, 16);

    assertThat(data.train()).extracting(Sample::folder).containsExactly("one");
    assertThat(data.validation()).extracting(Sample::folder).containsExactly("two");
  }

  @Test
  void holdsTheSameImagesBackEveryTimeWhereThereIsNoSplit() {
    ImageFolder folder = new ImageFolder(temporary.resolve("busi"));
    for (int i = 0; i < 40; i++) {
      folder.image("benign", "benign (" + i + ")", 16, 16, 2);
    }

    DataSet data = DataSet.load(List.of(folder.path()), 16, 16);
    DataSet again = DataSet.load(List.of(folder.path()), 16, 16);

    assertThat(data.validation()).hasSizeBetween(2, 12);
    assertThat(data.validation()).extracting(Sample::name).isEqualTo(names(again.validation()));
  }

  @Test
  void isStretchedFromTheFilesOnOtherGrids() {
    ImageFolder folder = new ImageFolder(temporary.resolve("busi"));
    for (int i = 0; i < 20; i++) {
      folder.image("benign", "benign (" + i + ")", 40, 40, 5);
    }
    Stretch source = Stretch.of(List.of(folder.path()));

    DataSet data =
        DataSet.load(List.of(folder.path()), 16, 16).alsoOn(List.of(new GridSize(48, 32)), source);

    List<Sample> large = data.trainOn(new GridSize(48, 32));
    assertThat(large).extracting(Sample::name).isEqualTo(names(data.train()));
    assertThat(large).extracting(Sample::grid).containsOnly(new GridSize(48, 32));
    assertThat(source.on(new GridSize(48, 32))).containsAll(large);
    assertThat(data.trainOn(GridSize.square(16))).isEqualTo(data.train());
  }

  @Test
  void isNotKnownOnAGridThatNobodyAskedFor() {
    ImageFolder folder = new ImageFolder(temporary.resolve("busi")).image("benign", "a", 16, 16, 2);
    List<Sample> samples = DataFolder.load(folder.path(), 16, 16);

    assertThatThrownBy(() -> new DataSet(samples, samples).trainOn(GridSize.square(32)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not loaded on the grid 32 x 32, only on 16 x 16");
  }

  @Test
  void cannotBeStretchedWhereTwoImagesHaveOneName() {
    ImageFolder one = new ImageFolder(temporary.resolve("a/busi")).image("benign", "a", 16, 16, 2);
    ImageFolder two = new ImageFolder(temporary.resolve("b/busi")).image("benign", "a", 16, 16, 2);
    Stretch source = Stretch.of(List.of(one.path(), two.path()));
    DataSet data = new DataSet(source.on(GridSize.square(16)), List.of());

    assertThatThrownBy(() -> data.alsoOn(List.of(GridSize.square(32)), source))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("two images are called Sample[busi/benign/a.png]");
  }

  @Test
  void withNothingToTrainOnIsRefused() {
    ImageFolder folder =
        new ImageFolder(temporary.resolve("busi"))
            .image("benign", "a", 16, 16, 2)
            .split("class,name,split", "benign,a.png,val");

    assertThatThrownBy(() -> DataSet.load(List.of(folder.path()), 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no image is left to train on");
  }

  @Test
  void withNothingToValidateOnIsRefusedWhereASplitSaysSo() {
    ImageFolder folder =
        new ImageFolder(temporary.resolve("busi"))
            .image("benign", "a", 16, 16, 2)
            .split("class,name,split", "benign,a.png,train");

    assertThatThrownBy(() -> DataSet.load(List.of(folder.path()), 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no image is left to validate on");
  }

  private static List<String> names(List<Sample> samples) {
    return samples.stream().map(Sample::name).toList();
  }
}
