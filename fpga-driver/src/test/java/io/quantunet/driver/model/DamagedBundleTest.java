package io.quantunet.driver.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantunet.driver.TestBundles;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.QuantizedNetwork;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("A damaged bundle")
class DamagedBundleTest {

  private static final QuantizedModel MODEL = RandomModels.model(1, 3);
  private static final byte[] INTACT = BundleFile.encode(TestBundles.message(MODEL, "intact"));

  @Property
  void isRefusedWhereverOneBitIsFlipped(@ForAll @IntRange(min = 0) int position) {
    byte[] damaged = INTACT.clone();
    flip(damaged, position);

    assertThatThrownBy(() -> ModelBundles.read(BundleFile.decode(damaged, "damaged")))
        .isInstanceOf(DecodeException.class);
  }

  @Property(tries = 200)
  void isRefusedWhereverItIsCut(@ForAll @IntRange(min = 0) int length) {
    byte[] cut = Arrays.copyOf(INTACT, length % INTACT.length);

    assertThatThrownBy(() -> ModelBundles.read(BundleFile.decode(cut, "cut")))
        .isInstanceOf(DecodeException.class);
  }

  /** Digests that were made to fit do not help: what is read is consistent, or refused by name. */
  @Property
  void isNeverReadWithBoundsThatAreNotItsOwn(@ForAll @IntRange(min = 0) int position)
      throws Exception {
    byte[] network = BundleFile.decode(INTACT, "intact").bundle().getNetwork().toByteArray();
    flip(network, position);
    QuantizedNetwork message;
    try {
      message = QuantizedNetwork.parseFrom(network);
    } catch (InvalidProtocolBufferException e) {
      return; // no message at all any more
    }
    try {
      QuantizedModel read = NetworkMessages.read(message);
      for (int i = 0; i < read.layers().size(); i++) {
        assertThat(message.getLayers(i).getAccumulatorBounds(0))
            .isEqualTo(read.layers().get(i).accumulatorBound(0));
      }
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(layers? |a U-Net|width|bits|input).*");
    }
  }

  private static void flip(byte[] bytes, int position) {
    int bit = (int) (position % (bytes.length * 8L));
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
  }
}
