package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.engine.EngineKind;

class JavaConformanceTest extends EngineConformance {

  JavaConformanceTest() {
    super(EngineKind.JAVA);
  }
}
