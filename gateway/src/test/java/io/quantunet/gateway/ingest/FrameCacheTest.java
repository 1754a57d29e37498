package io.quantunet.gateway.ingest;

import static io.quantunet.gateway.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.gateway.Samples;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.Frame;
import io.quantunet.proto.PngImages;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The frame cache")
class FrameCacheTest {

  private static final long PLENTY = 1 << 20;

  @Test
  @DisplayName("keeps the newest few frames of each device")
  void keepsTheNewest() {
    FrameCache cache = new FrameCache(2, PLENTY);
    put(cache, "probe-1", 1);
    put(cache, "probe-2", 1);
    put(cache, "probe-1", 2);
    put(cache, "probe-1", 3);

    assertThat(cache.find(key("probe-1", 1))).isEmpty();
    assertThat(cache.find(key("probe-1", 2))).isPresent();
    assertThat(cache.find(key("probe-2", 1))).isPresent();
    assertThat(cache.newest("probe-1").orElseThrow().frame().getSequence()).isEqualTo(3);
    assertThat(cache.newest("probe-3")).isEmpty();
    assertThat(cache.newestOfAll()).containsOnlyKeys("probe-1", "probe-2");
  }

  @Test
  @DisplayName("stays within its bytes by dropping the oldest frames of all devices")
  void staysWithinItsBytes() {
    long frameBytes = Samples.frame(key("probe-1", 1)).getPixels().size();
    FrameCache cache = new FrameCache(10, 2 * frameBytes);
    put(cache, "probe-1", 1);
    put(cache, "probe-2", 1);
    put(cache, "probe-2", 2);

    assertThat(cache.newest("probe-1")).isEmpty();
    assertThat(cache.find(key("probe-2", 1))).isPresent();
    assertThat(cache.find(key("probe-2", 2))).isPresent();
  }

  @Test
  @DisplayName("keeps a frame that comes twice once")
  void replaces() {
    FrameCache cache = new FrameCache(2, PLENTY);
    put(cache, "probe-1", 1);
    put(cache, "probe-1", 2);
    put(cache, "probe-1", 2);

    assertThat(cache.find(key("probe-1", 1))).isPresent();
    assertThat(cache.newest("probe-1").orElseThrow().frame().getSequence()).isEqualTo(2);
  }

  @Test
  @DisplayName("makes a picture only when asked, and says what is wrong with a damaged frame")
  void decodesLazily() throws DecodeException {
    FrameCache cache = new FrameCache(2, PLENTY);
    put(cache, "probe-1", 1);
    Frame damaged = Samples.frame(key("probe-1", 2)).toBuilder().setCrc32C(1).build();
    cache.put(damaged, 0);

    byte[] png = cache.find(key("probe-1", 1)).orElseThrow().png();
    assertThat(PngImages.decode(png).width()).isEqualTo(Samples.FRAME);
    assertThatThrownBy(() -> cache.find(key("probe-1", 2)).orElseThrow().png())
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("CRC-32C");
  }

  private static void put(FrameCache cache, String device, long sequence) {
    cache.put(Samples.frame(key(device, sequence)), 0);
  }
}
