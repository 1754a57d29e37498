package io.quantunet.driver.accelerator.arch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The architecture as Java classes of constants, in the project's format. */
record JavaConstants(Architecture architecture, int crc) {

  private static final String MADE =
      "Made from the architecture file by {@link ArchitectureGenerator}; do not edit";

  /** The text of each class. */
  Map<String, String> classes() {
    Map<String, String> classes = new LinkedHashMap<>();
    classes.put("Qbs", general());
    classes.put("QbsRegisters", registers());
    classes.put(
        "QbsDescriptor",
        layout(
            "QbsDescriptor",
            "Bytes of a descriptor at which its little-endian fields begin",
            architecture.descriptorBytes(),
            architecture.descriptor()));
    classes.put(
        "QbsCompletion",
        layout(
            "QbsCompletion",
            "Bytes of a completion at which its little-endian fields begin",
            architecture.completionBytes(),
            architecture.completion()));
    classes.put("QbsFlags", flags());
    classes.put("Operation", codes("Operation", "What a descriptor asks for", "operations"));
    classes.put("ErrorCode", codes("ErrorCode", "Why a device stopped", "errors"));
    classes.put("Configurations", configurations());
    return classes;
  }

  private String general() {
    JavaText text = open("Qbs", "Numbers of the architecture");
    constant(text, "First register of every device", "IDENTITY", hex(architecture.identityCode()));
    constant(text, "Version of the register map", "VERSION", "" + architecture.version());
    constant(text, "CRC-32C of the architecture file", "ARCHITECTURE_CRC", hex(crc));
    constant(
        text, "First two bytes of a descriptor", "MAGIC", "0x%04X".formatted(architecture.magic()));
    constant(
        text, "Pixels of a row computed at once", "PIXEL_LANES", "" + architecture.pixelLanes());
    constant(text, "Bits of an activation's digit", "DIGIT_BITS", "" + architecture.digitBits());
    constant(text, "Widest weights", "MAXIMUM_WEIGHT_BITS", "" + architecture.maximumWeightBits());
    constant(
        text,
        "Widest activations",
        "MAXIMUM_ACTIVATION_BITS",
        "" + architecture.maximumActivationBits());
    return close(text, "Qbs");
  }

  private String registers() {
    JavaText text = open("QbsRegisters", "Byte offsets of the registers");
    for (Architecture.Register register : architecture.registers()) {
      constant(text, register.about(), register.name(), "0x%03X".formatted(register.offsetBytes()));
    }
    return close(text, "QbsRegisters");
  }

  private static String layout(
      String name, String about, int bytes, List<Architecture.Field> fields) {
    JavaText text = open(name, about);
    constant(text, "Bytes in all", "BYTES", "" + bytes);
    for (Architecture.Field field : fields) {
      String bits = 8 * field.bytes() + " bits";
      constant(text, bits + ": " + field.about(), field.constant(), "" + field.offset());
    }
    return close(text, name);
  }

  private String flags() {
    JavaText text = open("QbsFlags", "Masks of the flags of a descriptor");
    for (Architecture.Flag flag : architecture.flags()) {
      constant(text, flag.about(), flag.name(), "1 << " + flag.bit());
    }
    return close(text, "QbsFlags");
  }

  private String codes(String name, String about, String which) {
    List<Architecture.Code> codes =
        which.equals("errors") ? architecture.errors() : architecture.operations();
    JavaText text = new JavaText(ArchitectureGenerator.class.getPackageName());
    text.blank().line(0, "import java.util.Arrays;").line(0, "import java.util.Optional;").blank();
    text.about(0, about + ". " + MADE).line(0, "public enum " + name + " {");
    for (int i = 0; i < codes.size(); i++) {
      Architecture.Code code = codes.get(i);
      String end = i + 1 < codes.size() ? "," : ";";
      text.about(2, code.about()).line(2, code.name() + "(" + code.code() + ")" + end);
    }
    text.blank().line(2, "private final int code;").blank();
    text.line(2, name + "(int code) {").line(4, "this.code = code;").line(2, "}").blank();
    text.about(2, "The number that stands for it").line(2, "public int code() {");
    text.line(4, "return code;").line(2, "}").blank();
    text.about(2, "What a number stands for; empty if nothing does");
    text.line(2, "public static Optional<" + name + "> of(int code) {");
    text.line(4, "return Arrays.stream(values()).filter(one -> one.code == code).findFirst();");
    return text.line(2, "}").line(0, "}").toString();
  }

  private String configurations() {
    JavaText text = new JavaText(ArchitectureGenerator.class.getPackageName());
    text.blank().line(0, "import java.util.List;").blank();
    text.about(0, "The sizes of the array that there are. " + MADE);
    text.line(0, "public final class Configurations {").blank();
    StringBuilder all = new StringBuilder();
    for (Architecture.Array array : architecture.configurations()) {
      String constant = array.constant();
      all.append(all.isEmpty() ? "" : ", ").append(constant);
      String declaration = "public static final Configuration " + constant + " =";
      text.about(2, array.about()).assignment(2, declaration, construction(array)).blank();
    }
    text.about(2, "All of them, smallest first");
    text.line(2, "public static final List<Configuration> ALL = List.of(" + all + ");").blank();
    return close(text, "Configurations");
  }

  private static String construction(Architecture.Array array) {
    return "new Configuration(\"%s\", %d, %d, %d, %d, %d, %d, %d);"
        .formatted(
            array.name(),
            array.outputLanes(),
            array.inputLanes(),
            array.requantizeLanes(),
            array.weightBeatBits(),
            array.featureWords(),
            array.weightWords(),
            array.parameterSlots());
  }

  private static JavaText open(String name, String about) {
    JavaText text = new JavaText(ArchitectureGenerator.class.getPackageName());
    text.blank().about(0, about + ". " + MADE);
    return text.line(0, "public final class " + name + " {").blank();
  }

  private static void constant(JavaText text, String about, String name, String value) {
    text.about(2, about).line(2, "public static final int " + name + " = " + value + ";").blank();
  }

  private static String close(JavaText text, String name) {
    return text.line(2, "private " + name + "() {}").line(0, "}").toString();
  }

  private static String hex(int value) {
    return "0x%08X".formatted(value);
  }
}
