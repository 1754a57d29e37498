package io.quantunet.mqtt.model;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A message")
class MqttMessageTest {

  private final MqttMessage message =
      MqttMessage.create("a/b", ByteString.fromString("x"))
          .withQos(MqttQos.AT_LEAST_ONCE)
          .withRetained(true)
          .withUserProperty("k", "1")
          .withUserProperty("k", "2")
          .withExpiry(Duration.ofSeconds(9));

  @Test
  @DisplayName("keeps every property when one is changed")
  void keepsProperties() {
    MqttMessage moved = message.withTopic("c").withPayload(ByteString.fromString("y"));

    assertThat(moved.topic()).isEqualTo("c");
    assertThat(moved.payload().utf8String()).isEqualTo("y");
    assertThat(moved.qos()).contains(MqttQos.AT_LEAST_ONCE);
    assertThat(moved.retained()).isTrue();
    assertThat(moved.userProperties())
        .isEqualTo(List.of(new UserProperty("k", "1"), new UserProperty("k", "2")));
    assertThat(moved.userProperty("k")).contains("1");
    assertThat(moved.expiry()).contains(Duration.ofSeconds(9));
  }

  @Test
  @DisplayName("equals another with the same content and differs by its duplicate flag")
  void equalsByContent() {
    assertThat(message.withTopic("z").withTopic("a/b"))
        .isEqualTo(message)
        .hasSameHashCodeAs(message);
    assertThat(message.withDuplicate(true)).isNotEqualTo(message);
  }
}
