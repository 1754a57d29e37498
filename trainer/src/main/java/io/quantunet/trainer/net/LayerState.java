package io.quantunet.trainer.net;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/** Arrays of a layer: on their way into a checkpoint and back, and whether they are sound. */
final class LayerState {

  private LayerState() {}

  static void save(DataOutputStream out, List<float[]> state) throws IOException {
    for (float[] values : state) {
      for (float value : values) {
        out.writeFloat(value);
      }
    }
  }

  static void load(DataInputStream in, List<float[]> state) throws IOException {
    for (float[] values : state) {
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readFloat();
      }
    }
  }

  static boolean allFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
