package io.quantunet.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.trainer.data.augmentation.AugmentationSettings;
import io.quantunet.trainer.data.augmentation.DrawSeed;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Mixed sizes")
class MixedSizeSamplerTest {

  private static final GridSize SMALL = GridSize.square(16);
  private static final GridSize LARGE = GridSize.square(32);
  private static final GridMix MIX =
      new GridMix(List.of(new GridMix.Share(SMALL, 3), new GridMix.Share(LARGE, 1)));

  @TempDir Path temporary;

  @Test
  void areTakenByTheirShareAndTheSameForTheSameBatch() {
    int large = 0;
    for (int batch = 0; batch < 4_000; batch++) {
      GridSize grid = MIX.choose(DrawSeed.of(1).then(batch));
      assertThat(MIX.choose(DrawSeed.of(1).then(batch))).isEqualTo(grid);
      large += grid.equals(LARGE) ? 1 : 0;
    }

    assertThat(large).isBetween(890, 1_110); // four standard deviations
  }

  @Test
  void fillBatchesOfTheirGridFromSamplesOfTheirGrid() {
    ImageFolder folder = new ImageFolder(temporary.resolve("busi")).image("benign", "a", 40, 40, 9);
    MixedSizeSampler sampler =
        new MixedSizeSampler(
            MIX,
            grid -> DataFolder.load(folder.path(), grid.width(), grid.height()),
            AugmentationSettings.NONE,
            ClassWeighting.NONE);

    for (int i = 0; i < 10; i++) {
      Batch batch = sampler.draw(DrawSeed.of(i), 3);

      assertThat(batch.images()).isEqualTo(3);
      assertThat(batch.grid()).isEqualTo(MIX.choose(DrawSeed.of(i)));
      assertThat(batch.masks()).hasSameSizeAs(batch.codes()).contains((byte) 1);
      assertThat(batch.codes())
          .startsWith(
              DataFolder.load(folder.path(), batch.grid().width(), batch.grid().height())
                  .get(0)
                  .codes());
    }
  }

  @Test
  void areRefusedWhereTheNetCannotHalveThemFourTimes() {
    assertThatThrownBy(() -> GridSize.square(120))
        .hasMessageContaining("120 x 120 cannot be halved four times; take multiples of 16");
  }

  @Test
  void areRefusedWhenOneIsNamedTwice() {
    GridMix.Share share = new GridMix.Share(SMALL, 1);

    assertThatThrownBy(() -> new GridMix(List.of(share, share)))
        .hasMessageContaining("must be named once each");
  }

  @Test
  void areRefusedWithoutAShare() {
    assertThatThrownBy(() -> new GridMix.Share(SMALL, 0))
        .hasMessage("grid 16 x 16: its share must be more than 0, was 0.0");
  }

  @Test
  void areWrittenWithOrWithoutAShare() {
    assertThat(GridMix.Share.of("160x128")).isEqualTo(new GridMix.Share(new GridSize(160, 128), 1));
    assertThat(GridMix.Share.of("2.5 of 64x64"))
        .isEqualTo(new GridMix.Share(GridSize.square(64), 2.5));
  }

  @Test
  void areRefusedInAnyOtherWriting() {
    assertThatThrownBy(() -> GridMix.Share.of("64 x 64"))
        .hasMessageStartingWith("'64 x 64' is no grid; write e.g. 160x128");
  }
}
