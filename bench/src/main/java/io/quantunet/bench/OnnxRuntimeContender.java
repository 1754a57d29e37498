package io.quantunet.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ONNX Runtime on the CPU, one thread per worker. */
final class OnnxRuntimeContender implements Contender {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final List<OrtSession> sessions = new ArrayList<>();
  private final Map<String, OnnxTensor> input;

  /**
   * @param model an ONNX file
   */
  OnnxRuntimeContender(byte[] model, Frames frames, int workers) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      for (int i = 0; i < workers; i++) {
        sessions.add(environment.createSession(model, options));
      }
    }
    OnnxTensor tensor =
        OnnxTensor.createTensor(
            environment,
            FloatBuffer.wrap(frames.values()),
            new long[] {1, 1, frames.height(), frames.width()});
    input = Map.of(sessions.get(0).getInputNames().iterator().next(), tensor);
  }

  @Override
  public String name() {
    return "onnxruntime int8";
  }

  /** Its version, e.g. {@code 1.28.0}. */
  String version() {
    return environment.getVersion();
  }

  @Override
  public void frame(int worker) {
    try (OrtSession.Result result = sessions.get(worker).run(input)) {
      if (result.size() != 1) {
        throw new IllegalStateException(
            "ONNX Runtime gave " + result.size() + " outputs in place of the logits");
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime did not compute a frame: " + e.getMessage(), e);
    }
  }

  /** The logits of the frame as values, {@code [height, width]}. */
  float[] logits() throws OrtException {
    try (OrtSession.Result result = sessions.get(0).run(input)) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] copy = new float[values.remaining()];
      values.get(copy);
      return copy;
    }
  }

  @Override
  public void close() {
    input.values().forEach(OnnxTensor::close);
    try {
      for (OrtSession session : sessions) {
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime did not end: " + e.getMessage(), e);
    }
  }
}
