package io.quantunet.driver.accelerator.arch;

import java.util.List;

/** The architecture as a page of tables. */
record RegisterPage(Architecture architecture, int crc) {

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Registers and descriptors of the accelerator

        Made from `fpga-driver/rtl/arch/qbs.json` (version %d, CRC-32C `0x%08X`) by `fpga-driver/rtl/arch/generate`;
        do not edit. All numbers are little-endian. What the fields mean together: [accelerator.md](accelerator.md).
        """
            .formatted(architecture.version(), crc));
    arrays(text);
    registers(text);
    fields(text, "Descriptor", architecture.descriptorBytes(), architecture.descriptor());
    codes(text, "Operations", architecture.operations());
    head(text, "Flags", "bit", "name", "meaning");
    for (Architecture.Flag flag : architecture.flags()) {
      row(text, "" + flag.bit(), code(flag.name()), flag.about());
    }
    fields(text, "Completion", architecture.completionBytes(), architecture.completion());
    codes(text, "Error codes", architecture.errors());
    return text.toString();
  }

  private void arrays(StringBuilder text) {
    head(
        text,
        "Sizes of the array",
        "name",
        "lanes (output x input x pixels)",
        "requantizing lanes",
        "weight beat",
        "feature buffer",
        "weight ring",
        "parameter slots",
        "for");
    for (Architecture.Array array : architecture.configurations()) {
      row(
          text,
          code(array.name()),
          "%d x %d x %d"
              .formatted(array.outputLanes(), array.inputLanes(), architecture.pixelLanes()),
          "" + array.requantizeLanes(),
          array.weightBeatBits() + " bits",
          array.featureWords() + " words",
          array.weightWords() + " words",
          "" + array.parameterSlots(),
          array.about());
    }
  }

  private void registers(StringBuilder text) {
    head(text, "Registers", "offset", "name", "access", "meaning");
    for (Architecture.Register register : architecture.registers()) {
      row(
          text,
          "`0x%03X`".formatted(register.offsetBytes()),
          code(register.name()),
          register.access(),
          register.about());
    }
    text.append(
        """

        `read` and `counter` registers ignore writes; a counter has 64 bits, low word first. Every other offset reads 0.
        """);
  }

  private static void fields(
      StringBuilder text, String title, int bytes, List<Architecture.Field> fields) {
    head(text, title + ": " + bytes + " bytes", "byte", "size", "field", "meaning");
    for (Architecture.Field field : fields) {
      row(text, "" + field.offset(), "" + field.bytes(), code(field.name()), field.about());
    }
  }

  private static void codes(StringBuilder text, String title, List<Architecture.Code> codes) {
    head(text, title, "code", "name", "meaning");
    for (Architecture.Code one : codes) {
      row(text, "" + one.code(), code(one.name()), one.about());
    }
  }

  private static String code(String name) {
    return "`" + name + "`";
  }

  private static void head(StringBuilder text, String title, String... columns) {
    text.append("\n## ").append(title).append("\n\n");
    row(text, columns);
    text.append("|---".repeat(columns.length)).append("|\n");
  }

  private static void row(StringBuilder text, String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
