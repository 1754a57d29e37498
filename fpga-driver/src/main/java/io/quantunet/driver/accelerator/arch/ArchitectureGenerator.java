package io.quantunet.driver.accelerator.arch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes everything that follows from the architecture file: the SystemVerilog package and the
 * simulator's parameters, the Java constants, the page of registers.
 */
public final class ArchitectureGenerator {

  /** The architecture file, from the folder of the sources. */
  static final Path ARCHITECTURE = Path.of("fpga-driver", "rtl", "arch", "qbs.json");

  /** How to write the files anew. */
  static final String HOW = "run fpga-driver/rtl/arch/generate";

  private ArchitectureGenerator() {}

  /**
   * Writes the files.
   *
   * @param arguments {@code --check} writes nothing and ends with 1 if a file is stale
   */
  public static void main(String[] arguments) throws IOException {
    Path home = home();
    if (List.of(arguments).equals(List.of("--check"))) {
      List<Path> stale = stale(home);
      stale.forEach(file -> System.err.println("stale: " + file + "; " + HOW));
      System.exit(stale.isEmpty() ? 0 : 1);
    } else if (arguments.length == 0) {
      write(home);
    } else {
      System.err.println("usage: ArchitectureGenerator [--check]");
      System.exit(2);
    }
  }

  /** The folder of the sources: this one, or one above. */
  static Path home() throws IOException {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(ARCHITECTURE))) {
        return folder;
      }
    }
    throw new NoSuchFileException(ARCHITECTURE + ": not in this folder or one above");
  }

  /** The generated files that do not say what the architecture file says, from the folder. */
  static List<Path> stale(Path home) throws IOException {
    List<Path> stale = new ArrayList<>();
    for (Map.Entry<Path, String> file : files(home).entrySet()) {
      Path path = home.resolve(file.getKey());
      if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
        stale.add(file.getKey());
      }
    }
    return stale;
  }

  /** Writes all files below a folder that has the architecture file. */
  static void write(Path home) throws IOException {
    for (Map.Entry<Path, String> file : files(home).entrySet()) {
      Path path = home.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Map<Path, String> files(Path home) throws IOException {
    byte[] json = Files.readAllBytes(home.resolve(ARCHITECTURE));
    Architecture architecture = Architecture.parse(json);
    int crc = Architecture.crc32c(json);
    Map<Path, String> files = new LinkedHashMap<>();
    Path rtl = Path.of("fpga-driver", "rtl", "generated");
    files.put(rtl.resolve("qbs_pkg.sv"), new SystemVerilogPackage(architecture, crc).text());
    for (Architecture.Array array : architecture.configurations()) {
      files.put(rtl.resolve(array.name() + ".f"), SystemVerilogPackage.parameters(array));
    }
    Path java =
        Path.of("fpga-driver", "src", "main", "java")
            .resolve(ArchitectureGenerator.class.getPackageName().replace('.', '/'));
    new JavaConstants(architecture, crc)
        .classes()
        .forEach((name, text) -> files.put(java.resolve(name + ".java"), text));
    files.put(
        Path.of("docs", "accelerator-registers.md"), new RegisterPage(architecture, crc).text());
    return files;
  }
}
