package io.quantunet.trainer.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A protocol")
class ProtocolTest {

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void isFoundByItsWord(Protocol protocol) {
    assertThat(Protocol.of(protocol.label())).isEqualTo(protocol);
  }

  @Test
  void thatIsUnknownIsRefusedWithWhatThereIs() {
    assertThatThrownBy(() -> Protocol.of("papers"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no protocol is called 'papers'; choose paper, leak-free, literature, forms");
  }
}
