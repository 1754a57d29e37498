package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.EngineException;
import java.util.EnumSet;
import java.util.Set;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/** The native library: loaded once, or a clear error each time. */
final class OneDnn {

  /**
   * Instruction sets whose u8 x s8 products are added in 16 bits with silent saturation
   * (vpmaddubsw), and the unknown one.
   */
  private static final Set<dnnl.cpu_isa> SATURATING =
      EnumSet.of(
          dnnl.cpu_isa.isa_default,
          dnnl.cpu_isa.sse41,
          dnnl.cpu_isa.avx,
          dnnl.cpu_isa.avx2,
          dnnl.cpu_isa.avx512_core);

  private OneDnn() {}

  /**
   * The CPU as oneDNN's engine; shared by all threads, never closed.
   *
   * @throws EngineException if the native library is not there or does not load
   */
  static engine cpu() {
    try {
      return Cpu.ENGINE;
    } catch (LinkageError | RuntimeException e) {
      throw new EngineException(
          "engine onednn: the native library of oneDNN (org.bytedeco:dnnl) does not load on %s (%s);"
                  .formatted(Loader.getPlatform(), e)
              + " choose the engine java, or put the library for this platform on the class"
              + " path",
          e);
    }
  }

  /** Whether this CPU adds u8 x s8 products exactly whatever they are: VNNI, AMX or newer. */
  static boolean hasExactDotProducts() {
    return !SATURATING.contains(effective());
  }

  /** The instruction set that oneDNN uses, for messages. */
  static String instructionSet() {
    return effective().name();
  }

  /** JavaCPP's enum comes without name and ordinal until it is interned. */
  private static dnnl.cpu_isa effective() {
    cpu();
    return dnnl.get_effective_cpu_isa().intern();
  }

  private static final class Cpu {
    static final engine ENGINE = new engine(engine.kind.cpu, 0);
  }
}
