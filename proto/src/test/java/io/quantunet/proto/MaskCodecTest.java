package io.quantunet.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quantunet.proto.DecodeException.Reason;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The mask codec")
class MaskCodecTest {

  @Property(tries = 300)
  void givesBackEveryMask(
      @ForAll @IntRange(min = 1, max = 50) int width,
      @ForAll @IntRange(min = 1, max = 50) int height,
      @ForAll @IntRange(min = 1, max = 9) int rarity,
      @ForAll long seed)
      throws DecodeException {
    Random random = new Random(seed);
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (random.nextInt(rarity) == 0 ? 1 : 0);
    }
    BinaryMask mask = new BinaryMask(width, height, pixels);

    assertThat(MaskCodec.decode(MaskCodec.encode(mask))).isEqualTo(mask);
  }

  @Test
  void writesTheBackgroundFirst() {
    Mask message = MaskCodec.encode(new BinaryMask(4, 1, new byte[] {1, 1, 0, 1}));

    assertThat(message.getRunsList()).containsExactly(0, 2, 1, 1);
  }

  @Test
  void refusesRunsThatDoNotAddUp() {
    assertThat(reasonFor(Mask.newBuilder().setWidth(4).setHeight(2).addRuns(9)))
        .isEqualTo(Reason.BAD_MASK);
  }

  @Test
  void refusesRunsThatWrapAround() {
    assertThat(reasonFor(Mask.newBuilder().setWidth(4).setHeight(2).addRuns(-1).addRuns(9)))
        .isEqualTo(Reason.BAD_MASK);
  }

  @Test
  void refusesHugeMasksBeforeAllocatingForThem() {
    assertThat(reasonFor(Mask.newBuilder().setWidth(100_000).setHeight(100_000)))
        .isEqualTo(Reason.BAD_SIZE);
  }

  private static Reason reasonFor(Mask.Builder message) {
    DecodeException refused =
        catchThrowableOfType(DecodeException.class, () -> MaskCodec.decode(message.build()));
    assertThat(refused).isNotNull();
    return refused.reason();
  }
}
