package io.quantunet.driver.accelerator.arch;

import java.util.List;

/**
 * The architecture as a SystemVerilog package of plain parameters, which Verilator, Icarus and
 * Yosys all take.
 */
record SystemVerilogPackage(Architecture architecture, int crc) {

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("// Made from arch/qbs.json by arch/generate; do not edit.\n");
    text.append("package qbs_pkg;\n");
    general(text);
    section(text, "Registers: byte offsets");
    for (Architecture.Register register : architecture.registers()) {
      line(text, "logic [11:0]", "REG_" + register.name(), "12'h%03X", register.offsetBytes());
    }
    section(text, "Operations");
    codes(text, "OP_", architecture.operations());
    section(text, "Flags: bit numbers");
    for (Architecture.Flag flag : architecture.flags()) {
      line(text, "int", "FLAG_" + flag.name(), "%d", flag.bit());
    }
    section(text, "Error codes");
    codes(text, "ERR_", architecture.errors());
    section(text, "Descriptor: lowest bit and number of bits of each field");
    line(text, "int", "DESCRIPTOR_BITS", "%d", 8 * architecture.descriptorBytes());
    fields(text, "D_", architecture.descriptor());
    section(text, "Completion: lowest bit and number of bits of each field");
    line(text, "int", "COMPLETION_BITS", "%d", 8 * architecture.completionBytes());
    fields(text, "C_", architecture.completion());
    return text.append("endpackage\n").toString();
  }

  /** The parameters of one size of the array, as a file of Verilator's arguments. */
  static String parameters(Architecture.Array array) {
    return """
        // Made from arch/qbs.json by arch/generate; do not edit.
        -GOC=%d
        -GIC=%d
        -GRQ=%d
        -GWB=%d
        -GFEATURE_WORDS=%d
        -GWEIGHT_WORDS=%d
        -GPARAMETER_SLOTS=%d
        """
        .formatted(
            array.outputLanes(),
            array.inputLanes(),
            array.requantizeLanes(),
            array.weightBeatBits(),
            array.featureWords(),
            array.weightWords(),
            array.parameterSlots());
  }

  private void general(StringBuilder text) {
    line(text, "logic [31:0]", "IDENTITY", "32'h%08X", architecture.identityCode());
    line(text, "logic [31:0]", "VERSION", "32'd%d", architecture.version());
    line(text, "logic [31:0]", "ARCHITECTURE_CRC", "32'h%08X", crc);
    line(text, "logic [15:0]", "MAGIC", "16'h%04X", architecture.magic());
    line(text, "int", "PIXEL_LANES", "%d", architecture.pixelLanes());
    line(text, "int", "DIGIT_BITS", "%d", architecture.digitBits());
    line(text, "int", "MAXIMUM_WEIGHT_BITS", "%d", architecture.maximumWeightBits());
    line(text, "int", "MAXIMUM_ACTIVATION_BITS", "%d", architecture.maximumActivationBits());
  }

  private static void codes(StringBuilder text, String prefix, List<Architecture.Code> codes) {
    for (Architecture.Code code : codes) {
      line(text, "logic [7:0]", prefix + code.name(), "8'd%d", code.code());
    }
  }

  private static void fields(StringBuilder text, String prefix, List<Architecture.Field> fields) {
    for (Architecture.Field field : fields) {
      line(text, "int", prefix + field.constant() + "_LSB", "%d", 8 * field.offset());
      line(text, "int", prefix + field.constant() + "_BITS", "%d", 8 * field.bytes());
    }
  }

  private static void section(StringBuilder text, String title) {
    text.append("\n  // ").append(title).append('\n');
  }

  private static void line(StringBuilder text, String type, String name, String format, int value) {
    text.append("  localparam %s %s = %s;\n".formatted(type, name, format.formatted(value)));
  }
}
