package io.quantunet.edge;

import static io.quantunet.edge.TestSite.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quantunet.mqtt.settings.BrokerProfile;
import io.quantunet.proto.BundleFile;
import io.quantunet.testsupport.ActorKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A broker for all tests of a class, and a site of its own for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EdgeFixture {

  static final BundleFile MODEL = TestModels.bundle("first", 1);
  static final BundleFile OTHER = TestModels.bundle("second", 2);

  @RegisterExtension final ActorKit kit = ActorKit.create();

  private int tests = 0;
  TestSite site;

  abstract String startBroker();

  abstract void stopBroker();

  abstract BrokerProfile profile();

  String url;

  @BeforeAll
  void start() {
    url = startBroker();
  }

  @AfterAll
  void stop() {
    stopBroker();
  }

  @BeforeEach
  void openSite(TestInfo test) {
    tests++;
    String name = test.getTestMethod().orElseThrow().getName() + "-" + tests;
    site = new TestSite(kit.system(), url, profile(), name);
  }

  @AfterEach
  void closeSite() {
    site.close();
  }

  void allIsAcknowledged(RunningEdge edge) {
    await()
        .atMost(TestSite.PATIENCE)
        .untilAsserted(() -> assertThat(get(edge.health()).unacknowledged()).isZero());
  }
}
