package io.quantunet.gateway.ingest;

import static io.quantunet.gateway.Samples.key;
import static io.quantunet.gateway.Samples.segmented;
import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.proto.DecodeException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Label("The reader of results never fails but with a reason")
class ResultReaderPropertiesTest {

  @Property(tries = 300)
  @Label("whatever bytes come")
  void survivesAnyBytes(@ForAll byte[] bytes) {
    assertReadOrRefused(bytes);
  }

  @Property(tries = 300)
  @Label("whichever byte of a valid result is changed")
  void survivesAChangedByte(@ForAll @IntRange(max = 10_000) int place, @ForAll byte value) {
    byte[] bytes = segmented(key("probe-1", 1)).toByteArray();
    bytes[place % bytes.length] = value;

    assertReadOrRefused(bytes);
  }

  private static void assertReadOrRefused(byte[] bytes) {
    try {
      assertThat(ResultReader.read("probe-1", bytes, 1)).isNotNull();
    } catch (DecodeException e) {
      assertThat(e.reason()).isNotNull();
      assertThat(e).hasMessageContaining(":");
    }
  }
}
