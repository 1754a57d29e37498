package io.quantunet.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishResult;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@DisplayName("The connector and HiveMQ CE")
class HiveMqConnectorIT extends OutageContract {

  private static final int MIB = 1024 * 1024;

  @Override
  TestBroker startBroker() {
    return TestBroker.hiveMq();
  }

  @Override
  int largestFlight() {
    return BUDGET;
  }

  @Test
  @DisplayName(
      "carries an 8 MiB frame and gives a larger packet back as refused, without ending the stream")
  void refusesWhatIsTooLarge(TestInfo test) throws Exception {
    List<MqttPublishResult<String>> results =
        get(
            Source.from(List.of(8, 73, 1))
                .map(
                    mib ->
                        new MqttPublish<>(
                            MqttMessage.create(
                                "test/large", ByteString.fromArray(new byte[mib * MIB])),
                            mib + " MiB"))
                .via(MqttFlow.publish(at(url(), test, "sender"), 2))
                .runWith(Sink.seq(), system()));

    assertThat(results)
        .extracting(MqttPublishResult::context)
        .containsExactly("8 MiB", "73 MiB", "1 MiB");
    assertThat(results.get(0)).isInstanceOf(MqttPublishResult.Published.class);
    assertThat(results.get(1)).isInstanceOf(MqttPublishResult.Refused.class);
    assertThat(results.get(2)).isInstanceOf(MqttPublishResult.Published.class);
  }
}
