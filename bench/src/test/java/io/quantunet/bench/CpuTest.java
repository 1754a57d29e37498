package io.quantunet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The processor")
class CpuTest {

  @Test
  void hasTheBestOfItsDotProducts() {
    List<String> info =
        List.of("model name\t: Some CPU", "flags\t\t: fpu sse avx2 avx512_vnni amx_int8");

    assertThat(Cpu.of(info, 2)).isEqualTo(new Cpu("Some CPU", "amx_int8", 2));
    assertThat(Cpu.of(List.of("flags : avx2"), 1)).isEqualTo(new Cpu("unknown", "none", 1));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "avx512_core_amx, amx_int8",
    "avx512_core_amx_fp16, amx_int8",
    "avx512_core_bf16, avx512_vnni",
    "avx512_core_vnni, avx512_vnni",
    "avx512_core, none",
    "avx2_vnni, avx_vnni",
    "avx2, none",
    "sse41, none"
  })
  void isComparedWithWhatOneDnnUses(String instructionSet, String dotProducts) {
    assertThat(Cpu.dotProductsOf(instructionSet)).isEqualTo(dotProducts);
  }
}
