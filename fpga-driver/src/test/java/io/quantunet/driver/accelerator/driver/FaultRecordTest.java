package io.quantunet.driver.accelerator.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quantunet.driver.accelerator.device.FaultKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The record of the long runs, which are commands of their own. */
@DisplayName("The record of frames on devices with faults")
class FaultRecordTest {

  private JsonNode record;

  @BeforeEach
  void read() throws IOException {
    Path file = Path.of("..", "docs", "results", "accelerator-faults.json");
    record = new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void isOfTenThousandFramesWithEveryKindOfFault() {
    int frames = 0;
    for (JsonNode kind : record.get("stub")) {
      frames += kind.get("frames").asInt();
    }
    assertThat(frames).isGreaterThanOrEqualTo(10_000);
    assertThat(record.get("rtl").get("all").get("frames").asInt()).isGreaterThanOrEqualTo(300);
    for (FaultKind kind : FaultKind.values()) {
      JsonNode entry = record.get("stub").get(kind.name().toLowerCase(Locale.ROOT));
      assertThat(entry.get("faults").asInt()).as("%s", kind).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stub", "rtl"})
  void hasNoWrongMaskAndNoLostFrameAndRecoveriesBelowASecond(String device) {
    for (JsonNode kind : record.get(device)) {
      assertThat(kind.get("wrong").asInt()).isZero();
      assertThat(kind.get("lost").asInt()).isZero();
      assertThat(kind.get("recovery_seconds_max").asDouble()).isLessThan(1);
    }
  }
}
