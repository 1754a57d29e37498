package io.quantunet.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.proto.GreyImage;
import java.util.BitSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Golden frames")
class GoldenFramesTest {

  @Test
  void areAlwaysTheSame() {
    assertThat(GoldenFrames.of(64, 48)).isEqualTo(GoldenFrames.of(64, 48)).hasSize(3);
  }

  @Test
  void showEveryGreyLevelToTheFirstLayer() {
    BitSet levels = new BitSet();
    for (GreyImage frame : GoldenFrames.of(128, 128)) {
      for (byte pixel : frame.pixels()) {
        levels.set(pixel & 0xFF);
      }
    }

    assertThat(levels.cardinality()).isEqualTo(256);
  }
}
