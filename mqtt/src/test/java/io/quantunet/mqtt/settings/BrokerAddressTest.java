package io.quantunet.mqtt.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A broker's address")
class BrokerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "tcp://localhost:1884, localhost, 1884, false",
    "mqtt://broker.hospital.example, broker.hospital.example, 1883, false",
    "ssl://10.0.0.7:443, 10.0.0.7, 443, true",
    "MQTTS://broker, broker, 8883, true",
  })
  @DisplayName("is read from a URL")
  void isReadFromAUrl(String url, String host, int port, boolean tls) {
    assertThat(BrokerAddress.parse(url)).isEqualTo(new BrokerAddress(host, port, tls));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:1883",
        "http://localhost",
        "tcp://",
        "tcp://h:0",
        "tcp://h:70000",
        "tcp://a b"
      })
  @DisplayName("is refused with what to write instead")
  void isRefused(String url) {
    assertThatThrownBy(() -> BrokerAddress.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + url + "'")
        .hasMessageContaining("tcp://HOST:PORT");
  }

  @Test
  @DisplayName("prints as the URL that gives it")
  void printsAsUrl() {
    assertThat(BrokerAddress.parse("mqtts://broker")).hasToString("ssl://broker:8883");
  }
}
