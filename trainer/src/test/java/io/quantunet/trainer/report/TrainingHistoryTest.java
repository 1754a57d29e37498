package io.quantunet.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingHistoryTest {

  static final String HEADER =
      "epoch,phase,loss,cross_entropy,dice_loss,learned_bits,average_bits,val_dice_lesion_mean,"
          + "val_dice_all_mean,val_pixel_accuracy,val_all_background_accuracy,"
          + "val_false_positive_rate,val_dice_lesion_by_folder,seconds";
  static final String FIRST =
      "1,normalized,1.5,0.4,0.9,3.4,3.1,0.5,0.4,0.91,0.92,NaN,busi=0.4 phantom=0.7,76.1";
  static final String SECOND =
      "2,folded,1.2,0.3,0.8,2.5,2.3,0.6,0.5,0.95,0.92,NaN,busi=0.5 phantom=0.8,52.9";

  @TempDir private Path folder;

  @Test
  void columnsAreFoundByTheirName() throws IOException {
    TrainingHistory history = read(HEADER, FIRST, SECOND);

    assertThat(history.epochs()).isEqualTo(2);
    assertThat(history.column("val_dice_lesion_mean")).hasValue(new double[] {0.5, 0.6});
    assertThat(history.column("unheard_of")).isEmpty();
    assertThat(history.foldedFrom()).hasValue(2.0);
    assertThat(history.folders()).containsOnlyKeys("busi", "phantom");
    assertThat(history.folders().get("phantom")).containsExactly(0.7, 0.8);
  }

  @Test
  void theAccuracyOfPredictingNothingIsOneFigure() throws IOException {
    assertThat(read(HEADER, FIRST, SECOND).allBackgroundAccuracy()).hasValue(0.92);
  }

  @Test
  void theAccuracyOfPredictingNothingIsUnknownInOlderLogsAndWithoutValidation() throws IOException {
    String older = HEADER.replace(",val_all_background_accuracy,", ",unheard_of,");

    assertThat(read(older, FIRST, SECOND).allBackgroundAccuracy()).isEmpty();
    assertThat(read(HEADER, FIRST.replace("0.92", "NaN")).allBackgroundAccuracy()).isEmpty();
  }

  @Test
  void widthsOfLayersAreFoundByTheirPrefix() throws IOException {
    TrainingHistory history =
        read(HEADER + ",bits_encoder1.conv1,bits_head", FIRST + ",4.3,4.3", SECOND + ",4.1,");

    assertThat(history.layerBits()).containsOnlyKeys("encoder1.conv1", "head");
    assertThat(history.layerBits().get("encoder1.conv1")).containsExactly(4.3, 4.1);
    assertThat(history.layerBits().get("head")[1]).isNaN();
  }

  @Test
  void theBitLossIsWhatIsLeftOfTheSum() throws IOException {
    assertThat(read(HEADER, FIRST).bitLoss()[0]).isCloseTo(0.2, within(1e-12));
    assertThat(read(HEADER, FIRST).segmentationLoss()[0]).isCloseTo(1.3, within(1e-12));
  }

  @Test
  void theBitLossIsItsColumnWhereThereIsOne() throws IOException {
    assertThat(read(HEADER + ",bit_loss", FIRST + ",0.07").bitLoss()[0]).isEqualTo(0.07);
  }

  @Test
  void theShippedModelsLogIsRead() throws IOException {
    Path log = Path.of("../models/quantunet-w16-training-log.csv");

    TrainingHistory history = TrainingHistory.read(log);

    List<String> epochs = Files.readAllLines(log).stream().skip(1).toList();
    assertThat(history.epochs()).isEqualTo(epochs.size());
    assertThat(history.foldedFrom())
        .hasValue(1.0 + epochs.stream().filter(line -> line.contains(",normalized,")).count());
  }

  @Test
  void aLogWithoutEpochsIsRefused() {
    assertThatThrownBy(() -> read(HEADER))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("log.csv")
        .hasMessageContaining("no epoch");
  }

  @Test
  void aMissingColumnIsNamed() {
    assertThatThrownBy(() -> read("epoch,loss", "1,2"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'cross_entropy'");
  }

  @Test
  void whatIsNoNumberIsNamedWithItsPlace() {
    assertThatThrownBy(() -> read(HEADER, FIRST, SECOND.replace("0.95", "high")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 3, column val_pixel_accuracy: 'high'");
  }

  @Test
  void aLineThatWasCutOffIsNamed() {
    assertThatThrownBy(() -> read(HEADER, FIRST, "2,folded,1.2"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 3: 3 cells, the header has 14");
  }

  private TrainingHistory read(String... lines) throws IOException {
    Path file = folder.resolve("log.csv");
    Files.writeString(file, String.join("\n", lines) + "\n");
    return TrainingHistory.read(file);
  }
}
