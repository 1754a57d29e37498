package io.quantunet.driver.accelerator.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quantunet.driver.accelerator.device.RtlSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what a long proof found where the property {@code quantunet.rtl.record} says, if it does.
 */
final class ProofRecord {

  private static final Optional<String> FILE =
      Optional.ofNullable(System.getProperty("quantunet.rtl.record"));

  private ProofRecord() {}

  /**
   * Adds the digest of the RTL and writes.
   *
   * @param module the folder {@code fpga-driver} of the sources
   * @param record keys in order; changed
   */
  static void write(Path module, Map<String, Object> record) throws IOException {
    record.put("rtl_sha256", RtlSources.digest(module));
    System.out.println(record);
    if (FILE.isPresent()) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(Path.of(FILE.get()).toFile(), record);
    }
  }
}
