package io.quantunet.driver.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.proto.DecodeException;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("A model that goes out as QONNX and comes back")
class QonnxRoundTripTest {

  @Property(tries = 40)
  void isTheSameModel(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int width)
      throws DecodeException {
    QuantizedModel model = RandomModels.model(width, seed);

    byte[] file = QonnxExport.bytes(model, 48, 32, Upsample.TRANSPOSED);

    QonnxImport.Imported imported = QonnxImport.decode(file, "test");

    assertThat(imported.model()).isEqualTo(model);
    assertThat(imported.gridWidth()).isEqualTo(48);
    assertThat(imported.gridHeight()).isEqualTo(32);
  }

  @Example
  void meetsEveryWidthOfCodes() throws DecodeException {
    Set<BitWidth> weights = new HashSet<>();
    Set<BitWidth> activations = new HashSet<>();
    for (int seed = 0; seed < 4; seed++) {
      byte[] file = QonnxExport.bytes(RandomModels.model(1, seed), 16, 16, Upsample.TRANSPOSED);
      for (Layer layer : QonnxImport.decode(file, "test").model().layers()) {
        weights.add(layer.weightWidth());
        activations.add(layer.input().width());
      }
    }

    assertThat(weights).hasSize(BitWidth.MAX_BITS - BitWidth.MIN_BITS + 1);
    assertThat(activations).hasSize(BitWidth.MAX_BITS - BitWidth.MIN_BITS + 1);
  }
}
