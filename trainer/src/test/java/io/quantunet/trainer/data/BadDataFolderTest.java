package io.quantunet.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import io.quantunet.testsupport.SharedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A data folder that cannot be used")
class BadDataFolderTest {

  @TempDir Path temporary;
  private ImageFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new ImageFolder(temporary.resolve("busi"));
  }

  @Test
  void becauseItIsNotThereIsNamed() {
    Path missing = temporary.resolve("nowhere");

    assertThatThrownBy(() -> DataFolder.load(missing, 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessage(missing + " is not a folder");
  }

  @Test
  void becauseItHoldsNoImagesSaysWhatWasExpected() {
    assertThatThrownBy(() -> DataFolder.load(temporary, 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds no images; expected <class>/<name>.png");
  }

  @Test
  void becauseItIsOneClassOnlySaysWhichFolderToGive() {
    folder.image("benign", "a", 16, 16, 2);

    assertThatThrownBy(() -> DataFolder.load(folder.path().resolve("benign"), 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Its 1 images lie outside of any class folder")
        .hasMessageEndingWith("or give the folder above");
  }

  @Test
  void becauseItHoldsFramesWithoutMasksSaysWhatTheyAreGoodFor() {
    folder.write("echo", "000.png", frame()).write("echo", "001.png", frame());

    refused()
        .hasMessageContaining("none of its 2 images has a mask: there is nothing to learn from")
        .hasMessageContaining("demo --replay");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data/cine", "data/cine/echo_sonosite"})
  void becauseItIsARealRecordingIsRefused(String recording) {
    Path cine = SharedFolder.require(recording);

    assertThatThrownBy(() -> DataSet.load(List.of(cine), 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected <class>/<name>.png and <class>/<name>_mask.png")
        .hasMessageContaining("has a mask: there is nothing to learn from");
  }

  @Test
  void becauseMasksAreMissingNamesTheFirstAndTheirNumber() throws Exception {
    for (int i = 1; i <= 9; i++) {
      folder.image("benign", "benign (" + i + ")", 16, 16, 2);
    }
    for (int i = 1; i <= 7; i++) {
      Files.delete(folder.path().resolve("benign/benign (" + i + ")_mask.png"));
    }

    refused()
        .hasMessageContaining("7 of 9 images have no mask")
        .hasMessageContaining("benign (1)_mask.png")
        .hasMessageEndingWith(", ...");
  }

  @Test
  void becauseAnImageIsBrokenNamesIt() {
    folder.image("benign", "a", 16, 16, 2).write("benign", "a.png", new byte[] {1, 2, 3});

    refused().hasMessageContaining("a.png cannot be read").hasMessageContaining("Replace the file");
  }

  @Test
  void becauseAMaskIsBrokenNamesIt() {
    folder.image("benign", "a", 16, 16, 2).write("benign", "a_mask.png", new byte[0]);

    refused().hasMessageContaining("a_mask.png cannot be read");
  }

  @Test
  void becauseAMaskHasAnotherSizeNamesBothSizes() {
    folder
        .image("benign", "a", 30, 20, 2)
        .mask("benign", "a_mask.png", new BinaryMask(15, 10, new byte[150]));

    refused()
        .hasMessageContaining("a_mask.png is 15 x 10 pixels, its image 30 x 20")
        .hasMessageEndingWith("Export it again at the image's size");
  }

  @Test
  void becauseAnExtraMaskHasAnotherSizeNamesIt() {
    folder
        .image("benign", "a", 30, 20, 2)
        .mask("benign", "a_mask_1.png", new BinaryMask(20, 30, new byte[600]));

    refused().hasMessageContaining("a_mask_1.png is 20 x 30 pixels, its image 30 x 20");
  }

  @Test
  void becauseAClassIsEmptyNamesIt() throws Exception {
    folder.image("benign", "a", 16, 16, 2);
    Files.createDirectories(folder.path().resolve("malignant"));

    refused().hasMessageContaining("no image in the class folder malignant; fill it or remove it");
  }

  @Test
  void mayStillHoldHiddenFolders() throws Exception {
    folder.image("benign", "a", 16, 16, 2);
    Files.createDirectories(folder.path().resolve(".ipynb_checkpoints"));

    assertThat(DataFolder.load(folder.path(), 16, 16)).hasSize(1);
  }

  @Test
  void becauseItsSplitIsEmptySaysWhatToDo() {
    folder.image("benign", "a", 16, 16, 2).split("class,name,leak_group,split");

    refused().hasMessageContaining("split.csv lists no image; add a line for each");
  }

  @Test
  void becauseItsSplitHasNoHeaderSaysWhichColumnsAreWanted() {
    folder.image("benign", "a", 16, 16, 2).split("benign,a.png,train");

    refused().hasMessageEndingWith("must begin with a line of columns: class, name, split");
  }

  @Test
  void becauseItsSplitDoesNotKnowAnImageNamesIt() {
    folder
        .image("benign", "a", 16, 16, 2)
        .image("benign", "b", 16, 16, 2)
        .split("class,name,split", "benign,b.png,train");

    refused().hasMessageContaining("has no line for benign/a.png; add one or remove the image");
  }

  @Test
  void becauseItsSplitNamesAMissingImageNamesIt() {
    folder
        .image("benign", "a", 16, 16, 2)
        .split("class,name,split", "benign,a.png,train", "benign,gone.png,val");

    refused()
        .hasMessageContaining("names 1 images that are not there: benign/gone.png")
        .hasMessageEndingWith("Fetch them or remove their lines");
  }

  @Test
  void becauseItsSplitNamesAnUnknownClassSaysWhichThereAre() {
    folder
        .image("benign", "a", 16, 16, 2)
        .split("class,name,split", "benign,a.png,train", "bening,b.png,val");

    refused()
        .hasMessageContaining(
            "names the class 'bening', which is no folder here; there are benign");
  }

  @Test
  void becauseItsSplitNamesAnUnknownPartSaysWhereAndWhichThereAre() {
    folder.image("benign", "a", 16, 16, 2).split("class,name,split", "benign,a.png,test");

    refused()
        .hasMessageEndingWith(
            "split.csv, line 2: no split is called 'test'; there are train and val");
  }

  @Test
  void becauseItsSplitNamesAnImageTwiceSaysWhere() {
    folder
        .image("benign", "a", 16, 16, 2)
        .split("class,name,split", "benign,a.png,train", "benign,a.png,val");

    refused().hasMessageContaining("line 3: benign/a.png has a line already; remove one");
  }

  @Test
  void becauseItsSplitHasALineOfAnotherLengthSaysWhere() {
    folder.image("benign", "a", 16, 16, 2).split("class,name,split", "benign,a.png");

    refused().hasMessageContaining("line 2: 2 columns, the first line has 3");
  }

  @Test
  void becauseAPartIsEmptyNamesThePart() {
    folder.image("benign", "a", 16, 16, 2).split("class,name,split", "benign,a.png,train");

    assertThatThrownBy(() -> DataFolder.load(folder.path(), 16, 16, Split.VAL))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none of its 1 images is in the part 'val'");
  }

  @Test
  void becauseItHasNoPartsSaysHowToTakeAll() {
    folder.image("benign", "a", 16, 16, 2);

    assertThatThrownBy(() -> DataFolder.load(folder.path(), 16, 16, Split.VAL))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no split.csv, so there is no part 'val' of it");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused() {
    return assertThatThrownBy(() -> DataFolder.load(folder.path(), 16, 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder.path().toString());
  }

  private static byte[] frame() {
    return PngImages.encode(new GreyImage(8, 8, new byte[64]));
  }
}
