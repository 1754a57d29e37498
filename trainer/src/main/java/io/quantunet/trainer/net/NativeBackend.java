package io.quantunet.trainer.net;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Sets up ND4J once: one thread, so that results repeat bit for bit and the frames of the
 * neighbours keep their cores; and JavaCPP's remarks (ND4J was built with an older one) go to the
 * log.
 */
final class NativeBackend {

  static {
    if (System.getProperty("org.bytedeco.javacpp.logger") == null) {
      System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
    }
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
  }

  private NativeBackend() {}

  /** Makes sure that it has happened; OpenMP keeps its number of threads per calling thread. */
  static void prepare() {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
  }
}
