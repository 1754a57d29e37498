package io.quantunet.driver.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

@Label("Packed codes")
class PackedCodesTest {

  private static final BitWidth THREE_BITS = new BitWidth(3);

  @Property
  void comeBackAsTheyWere(
      @ForAll @Size(max = 100) byte[] bytes, @ForAll @IntRange(min = 2, max = 8) int bits) {
    byte[] codes = bytes.clone();
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (codes[i] >> (8 - bits));
    }
    BitWidth width = new BitWidth(bits);

    byte[] packed = PackedCodes.pack(codes, width);

    assertThat(packed).hasSize((codes.length * bits + 7) / 8);
    assertThat(PackedCodes.unpack(packed, codes.length, width)).isEqualTo(codes);
  }

  @Example
  void beginAtTheLowestBit() {
    byte[] packed = PackedCodes.pack(new byte[] {1, -1, -3}, THREE_BITS);

    assertThat(packed).containsExactly(0b01_111_001, 0b1);
  }

  @Example
  void refuseACodeThatDoesNotFit() {
    assertThatThrownBy(() -> PackedCodes.pack(new byte[] {4}, THREE_BITS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("code 4 does not fit into 3 bits");
  }

  @Example
  void refuseAnotherNumberOfBytes() {
    assertThatThrownBy(() -> PackedCodes.unpack(new byte[3], 3, THREE_BITS))
        .hasMessage("3 codes of 3 bits take 2 bytes, found 3");
    assertThatThrownBy(() -> PackedCodes.unpack(new byte[3], Integer.MAX_VALUE, THREE_BITS))
        .hasMessage("2147483647 codes of 3 bits take 805306368 bytes, found 3");
  }

  @Example
  void refuseWhatComesAfterTheLastCode() {
    assertThatThrownBy(() -> PackedCodes.unpack(new byte[] {0, 2}, 3, THREE_BITS))
        .hasMessage("the bits after the last code are not 0");
  }
}
