package io.quantunet.driver.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The engine onednn in another process")
class OldCpuTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"SSE41", "AVX2", "AVX512_CORE"})
  void isExactOnCpusWithoutVnni(String instructionSet) throws Exception {
    String output = run(List.of(System.getProperty("java.class.path")), instructionSet);

    assertThat(output)
        .contains("isa=" + instructionSet.toLowerCase(Locale.ROOT))
        .contains("differing=0")
        .doesNotContain("plain=0");
  }

  @Test
  void leavesNothingToPlainJavaOnACpuWithVnni() throws Exception {
    if (!OneDnn.hasExactDotProducts()) {
      System.out.println("SKIPPED: this CPU has neither VNNI nor AMX");
    }
    assumeTrue(OneDnn.hasExactDotProducts());

    String output = run(List.of(System.getProperty("java.class.path")), "DEFAULT");

    assertThat(output).contains("differing=0").contains("plain=0");
  }

  @Test
  void saysWhatToDoWithoutItsNativeLibrary() throws Exception {
    List<String> without =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*dnnl-[0-9].*-(linux|macosx|windows).*\\.jar"))
            .collect(Collectors.toList());

    String output = run(without, "DEFAULT");

    assertThat(output)
        .contains("EngineException: engine onednn: the native library of oneDNN")
        .contains("choose the engine java")
        .contains("fastest=java");
  }

  private static String run(List<String> classPath, String instructionSet)
      throws IOException, InterruptedException {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            String.join(File.pathSeparator, classPath),
            OldCpu.class.getName());
    java.environment().put("ONEDNN_MAX_CPU_ISA", instructionSet);
    Process process = java.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
