package io.quantunet.driver.accelerator.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The SystemVerilog sources of the accelerator. */
public final class RtlSources {

  private static final List<String> FOLDERS = List.of("axi", "core", "generated", "mem", "top");

  private RtlSources() {}

  /**
   * The SHA-256 of all sources, one after another in the order of their paths: what a record must
   * bear to be of this design. {@code rtl/syn/resources digest} prints the same.
   *
   * @param module the folder {@code fpga-driver} of the sources
   * @throws IOException if they cannot be read
   */
  public static String digest(Path module) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String folder : FOLDERS) {
        for (Path source : sources(module.resolve("rtl").resolve(folder))) {
          digest.update(Files.readAllBytes(source));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".sv")).sorted().toList();
    }
  }
}
