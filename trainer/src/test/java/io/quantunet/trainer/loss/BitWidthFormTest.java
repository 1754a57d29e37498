package io.quantunet.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.trainer.net.ConvLayer;
import io.quantunet.trainer.net.IntegerExport;
import io.quantunet.trainer.net.NetSettings;
import io.quantunet.trainer.net.UNet;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A mean of bit widths")
class BitWidthFormTest {

  @Test
  void countsTheWeightsAndMacsThatTheEnginesCount() {
    try (UNet net = new UNet(NetSettings.quantized(4, 48, 32, 1), new Random(1))) {
      net.forward(true);
      net.fold();
      QuantizedModel model = IntegerExport.of(net);
      Graph graph = Graph.of(model);

      for (int i = 0; i < net.layers().size(); i++) {
        ConvLayer trained = net.layers().get(i);
        Layer layer = model.layers().get(i);
        assertThat(BitWidthForm.PARAMETERS.of(trained))
            .as(layer.name())
            .isEqualTo(layer.weights().length);
        assertThat(BitWidthForm.MACS.of(trained))
            .as(layer.name())
            .isEqualTo((double) graph.macs(layer, 48, 32));
      }
    }
  }
}
