package io.quantunet.trainer.run;

import io.quantunet.trainer.data.Sample;
import io.quantunet.trainer.net.Tensor;
import java.util.List;

/** Puts grey levels into a net's input: code p becomes the value p / 256 of the integer model. */
final class InputBatch {

  private static final float STEP = 1f / 256;

  private InputBatch() {}

  static void put(Tensor input, byte[] codes) {
    float[] values = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      values[i] = (codes[i] & 0xFF) * STEP;
    }
    input.write(0, values, values.length);
  }

  /** As many samples as the batch has room for, or fewer; the rest is black. */
  static void put(Tensor input, List<Sample> samples) {
    byte[] codes = new byte[input.size()];
    int offset = 0;
    for (Sample sample : samples) {
      System.arraycopy(sample.codes(), 0, codes, offset, sample.codes().length);
      offset += sample.codes().length;
    }
    put(input, codes);
  }
}
