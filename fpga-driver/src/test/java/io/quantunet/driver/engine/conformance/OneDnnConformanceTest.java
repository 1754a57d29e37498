package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.engine.EngineKind;

class OneDnnConformanceTest extends EngineConformance {

  OneDnnConformanceTest() {
    super(EngineKind.ONEDNN);
  }
}
