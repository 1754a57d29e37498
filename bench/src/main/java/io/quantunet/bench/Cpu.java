package io.quantunet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The processor that something is measured on.
 *
 * @param name as it calls itself
 * @param dotProducts its best int8 dot products: {@code amx_int8}, {@code avx512_vnni}, {@code
 *     avx_vnni} or {@code none}
 * @param cores processors that this process may use
 */
record Cpu(String name, String dotProducts, int cores) {

  private static final Path INFO = Path.of("/proc/cpuinfo");
  private static final List<String> BEST_FIRST = List.of("amx_int8", "avx512_vnni", "avx_vnni");

  /** Parts of the names of oneDNN's instruction sets that include VNNI. */
  private static final List<String> NEWER_THAN_VNNI = List.of("vnni", "bf16", "fp16", "avx10");

  /** This machine's. Where there is no /proc/cpuinfo, what is not known is called so. */
  static Cpu detect() {
    int cores = Runtime.getRuntime().availableProcessors();
    try {
      return of(Files.readAllLines(INFO), cores);
    } catch (IOException e) {
      return new Cpu("unknown", "unknown", cores);
    }
  }

  static Cpu of(List<String> info, int cores) {
    Set<String> flags = new HashSet<>(List.of(value(info, "flags").split(" ")));
    String best = BEST_FIRST.stream().filter(flags::contains).findFirst().orElse("none");
    return new Cpu(value(info, "model name"), best, cores);
  }

  /**
   * The class of dot products that an instruction set of oneDNN uses, to compare it with {@link
   * #dotProducts()}.
   *
   * @param instructionSet e.g. {@code avx512_core_amx}
   */
  static String dotProductsOf(String instructionSet) {
    if (instructionSet.contains("amx")) {
      return "amx_int8";
    }
    if (NEWER_THAN_VNNI.stream().noneMatch(instructionSet::contains)) {
      return "none";
    }
    return instructionSet.startsWith("avx2") ? "avx_vnni" : "avx512_vnni";
  }

  private static String value(List<String> info, String key) {
    return info.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
