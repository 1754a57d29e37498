package io.quantunet.trainer.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.proto.GreyImage;
import io.quantunet.trainer.report.metric.Masks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrawingsTest {

  @Test
  void theMapOfBitsHasACellPerLayerAndEpoch() throws Exception {
    Map<String, double[]> layers = new LinkedHashMap<>();
    layers.put("encoder1.conv1", new double[] {4.3, 4, 4});
    layers.put("head", new double[] {4.3, Double.NaN, 5});

    String svg = BitsMap.svg("Bits", new double[] {1, 2, 3}, layers);

    int legend = 7;
    assertThat(WellFormed.parse(svg).getElementsByTagName("rect").getLength())
        .isEqualTo(legend + 5);
    assertThat(svg).contains("head, epoch 3: 5.00 bits");
    assertThat(WellFormed.texts(WellFormed.parse(svg)))
        .contains("encoder1.conv1", "4 bits", "5 bits");
  }

  @Test
  void moreBitsAreDarker() {
    assertThat(Palette.ramp(0)).isEqualTo("#e3eef7");
    assertThat(Palette.ramp(1)).isEqualTo("#083d75");
    assertThat(Palette.ramp(7)).isEqualTo(Palette.ramp(1));
    assertThat(Palette.isDark(1)).isTrue();
  }

  @Test
  void barsCarryTheirLayerAndItsBits() throws Exception {
    String svg = LayerBars.svg("Bits", Map.of("head", 5));

    assertThat(WellFormed.texts(WellFormed.parse(svg))).contains("head", "5");
  }

  @Test
  void aStripHasADotPerImageAndTheMedianBesideIt() throws Exception {
    String svg =
        StripChart.svg(
            "Dice",
            "Dice",
            Map.of(
                "benign",
                List.of(
                    new StripChart.Dot(0.1, "a.png"),
                    new StripChart.Dot(0.9, "b.png"),
                    new StripChart.Dot(0.8, "c.png"))));

    assertThat(WellFormed.parse(svg).getElementsByTagName("circle").getLength()).isEqualTo(3);
    assertThat(WellFormed.texts(WellFormed.parse(svg))).contains("benign (3)", "0.80");
  }

  @Test
  void anOutlineRunsBetweenLesionAndBackground() {
    assertThat(MaskPicture.outline(Masks.of("...", ".#.", "...")))
        .isEqualTo("M1 1v1M2 1v1M1 1h1M1 2h1");
    assertThat(MaskPicture.outline(Masks.of("##")))
        .isEqualTo("M0 0v1M0 0h1M0 1h1M2 0v1M1 0h1M1 1h1");
    assertThat(MaskPicture.outline(Masks.empty(3, 3))).isEmpty();
  }

  @Test
  void aPictureHoldsItsImage() throws Exception {
    GreyImage image = new GreyImage(2, 1, new byte[] {1, 2});

    String svg = MaskPicture.svg(image, Masks.of("#."), Masks.of(".#"), "a <b>");

    assertThat(svg).contains("href=\"data:image/png;base64,");
    assertThat(WellFormed.parse(svg).getElementsByTagName("path").getLength()).isEqualTo(2);
  }

  @Test
  void aMaskOfAnotherSizeIsNotDrawn() {
    GreyImage image = new GreyImage(2, 1, new byte[2]);

    assertThatThrownBy(() -> MaskPicture.svg(image, Masks.of("#"), Masks.of(".#"), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 x 1")
        .hasMessageContaining("1 x 1");
  }
}
