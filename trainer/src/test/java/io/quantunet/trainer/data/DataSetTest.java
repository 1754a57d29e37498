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
    assertThat(data.validation())
        .extracting(Sample::name)
        .isEqualTo(again.validation().stream().map(Sample::name).toList());
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
}
