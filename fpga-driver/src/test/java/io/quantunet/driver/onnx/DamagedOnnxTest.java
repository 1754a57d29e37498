package io.quantunet.driver.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quantunet.driver.verify.RandomModels;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("A damaged ONNX file")
class DamagedOnnxTest {

  private static final byte[] WHOLE =
      QonnxExport.bytes(RandomModels.model(1, 3), 16, 16, Upsample.TRANSPOSED);

  @Property(tries = 150)
  void isRefusedWhereverItEnds(@ForAll @IntRange(max = 1_000_000) int cut) {
    byte[] bytes = Arrays.copyOf(WHOLE, cut % WHOLE.length);

    assertThat(catchThrowableOfType(DecodeException.class, () -> decode(bytes)))
        .as("%d of %d bytes", bytes.length, WHOLE.length)
        .isNotNull()
        .hasMessageStartingWith("test.onnx: ");
  }

  @Property(tries = 1000)
  void isReadOrRefusedButNeverMore(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = WHOLE.clone();
    for (int i = 0; i <= random.nextInt(4); i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }

    try {
      assertThat(decode(bytes).model().layers()).hasSize(23);
    } catch (DecodeException e) {
      assertThat(e).hasMessageStartingWith("test.onnx: ");
    }
  }

  @Example
  void isToldFromAnotherKindOfFile() {
    DecodeException refusal =
        catchThrowableOfType(
            DecodeException.class, () -> decode(new byte[] {'Q', 'U', 'N', '1', 0}));

    assertThat(refusal.reason()).isEqualTo(Reason.NOT_A_MESSAGE);
    assertThat(refusal).hasMessageStartingWith("test.onnx: truncated, or no ONNX file");
  }

  @Example
  void isRefusedIfItIsEmpty() {
    assertThat(catchThrowableOfType(DecodeException.class, () -> decode(new byte[0])))
        .hasMessage("test.onnx: names no operator set; the file is truncated, or no model");
  }

  private static QonnxImport.Imported decode(byte[] bytes) throws DecodeException {
    return QonnxImport.decode(bytes, "test.onnx");
  }
}
