package io.quantunet.launcher;

import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.Logits;
import io.quantunet.driver.model.Layer;
import io.quantunet.driver.model.LoadedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the reference engine computes, as the NumPy files that cross_check.py compares with. */
final class CrossCheckData {

  private static final int NPY_ALIGNMENT = 64;
  private static final int NPY_PREFIX = 10;

  private final Map<String, ByteArrayOutputStream> tensors = new TreeMap<>();
  private final Map<String, int[]> shapes = new TreeMap<>();

  private CrossCheckData() {}

  /**
   * Computes frames and writes them, every layer's codes and the logits.
   *
   * @param frames of the model's grid, {@code [height, width]}
   */
  static void write(Path folder, LoadedModel loaded, List<byte[]> frames) throws IOException {
    int width = loaded.manifest().gridWidth();
    int height = loaded.manifest().gridHeight();
    CrossCheckData data = new CrossCheckData();
    try (InferenceEngine engine = Engines.create(EngineKind.REFERENCE, loaded.model())) {
      for (byte[] frame : frames) {
        data.add("input", frame, height, width);
        data.add(engine.infer(frame, width, height, data::addLayer));
      }
    }
    for (String name : data.tensors.keySet()) {
      data.write(folder, name, frames.size());
    }
  }

  private void addLayer(Layer layer, byte[] codes, int width, int height) {
    add(layer.name(), codes, height, width, layer.outChannels());
  }

  private void add(Logits logits) {
    ByteBuffer bytes =
        ByteBuffer.allocate(logits.values().length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(logits.values());
    add("logits", bytes.array(), logits.height(), logits.width());
  }

  private void add(String name, byte[] bytes, int... shape) {
    shapes.put(name, shape);
    tensors.computeIfAbsent(name, any -> new ByteArrayOutputStream()).writeBytes(bytes);
  }

  /** NumPy's format, version 1.0: magic, length of the header, header, data. */
  private void write(Path folder, String name, int frames) throws IOException {
    String shape =
        Arrays.stream(shapes.get(name)).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %s), }"
            .formatted(name.equals("logits") ? "<i4" : "|u1", frames, shape);
    int unpadded = NPY_PREFIX + header.length() + 1;
    int padding = (NPY_ALIGNMENT - unpadded % NPY_ALIGNMENT) % NPY_ALIGNMENT;
    byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.write(text.length & 0xFF);
    file.write(text.length >> Byte.SIZE);
    file.writeBytes(text);
    tensors.get(name).writeTo(file);
    Files.write(folder.resolve(name + ".npy"), file.toByteArray());
  }
}
