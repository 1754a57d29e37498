package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.trainer.net.BitStatistics.LayerBits;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The bit statistics")
class BitStatisticsTest {

  private final UNet net = new UNet(NetSettings.quantized(3, 48, 32, 2), new Random(1));

  @AfterEach
  void close() {
    net.close();
  }

  @Test
  void weighLayersByWhatTheMeanIsOf() {
    BitStatistics bits =
        new BitStatistics(
            List.of(new LayerBits("wide", 10, 900, 2), new LayerBits("deep", 30, 100, 6)));

    assertThat(bits.meanByLayer()).isEqualTo(4);
    assertThat(bits.meanByParameter()).isEqualTo(5);
    assertThat(bits.meanByMac()).isEqualTo(2.4);
    assertThat(bits.parameters()).isEqualTo(40);
    assertThat(bits.macs()).isEqualTo(1000);
  }

  @Test
  void countWhatThePapersTableSays() {
    // encoder2.conv2 of width 3: 6 to 6 channels on a grid of 24 x 16
    LayerBits layer = BitStatistics.inUse(net).layers().get(3);

    assertThat(layer).isEqualTo(new LayerBits("encoder2.conv2", 324, 324L * 24 * 16, 4));
  }

  @Test
  void areTheSameOfANetAndOfItsExport() {
    learnSomeWidths();
    net.forward(true);
    net.fold();

    assertThat(BitStatistics.of(IntegerExport.of(net), 48, 32)).isEqualTo(BitStatistics.inUse(net));
  }

  @Test
  void areThoseThatTheNetReports() {
    learnSomeWidths();

    assertThat(net.meanLearnedBits())
        .isCloseTo(
            net.layers().stream()
                .mapToDouble(layer -> layer.weightQuantizer().learnedBits())
                .average()
                .orElseThrow(),
            within(1e-9));
    assertThat(BitStatistics.learned(net).layers().get(5).bits())
        .isEqualTo(net.layers().get(5).weightQuantizer().learnedBits());
  }

  @Test
  void giveThirtyTwoBitsToFullPrecision() {
    try (UNet floats = new UNet(NetSettings.fullPrecision(3, 48, 32, 2), new Random(1))) {
      assertThat(floats.averageBits()).isEqualTo(32);
      assertThat(BitStatistics.learned(floats).meanByMac()).isEqualTo(32);
    }
  }

  private void learnSomeWidths() {
    Random random = new Random(6);
    net.layers()
        .forEach(layer -> layer.weightQuantizer().bits().value()[0] = 2 + 6 * random.nextFloat());
  }
}
