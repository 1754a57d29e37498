package io.quantunet.driver.accelerator.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.arch.Configurations;
import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.verify.RandomModels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CompilerTest {

  private static final long BASE = 0x10_0000;

  @Test
  void refusesARowThatDoesNotFitNamingTheLayer() {
    Configuration small = with(48, 4096);

    assertThatThrownBy(() -> compile(small, 4, 8, 32))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(
            "layer encoder1.conv2: a row of 32 pixels takes 8 feature words, and a strip needs 4 rows")
        .hasMessageContaining("half of the feature buffer of the array small has 24 words");
  }

  @Test
  void refusesMoreWeightsThanTheRingTakesNamingTheLayer() {
    Configuration small = with(2048, 256);

    assertThatThrownBy(() -> compile(small, 16, 8, 16))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("layer encoder2.conv2")
        .hasMessageContaining("the ring of the array small takes 255");
  }

  @Test
  void placesWhatIsInUseAtOneTimeApart() {
    Program program = compile(Configurations.CI, 6, 5, 32);
    List<long[]> places = new ArrayList<>();
    for (Segment segment : program.segments()) {
      places.add(new long[] {segment.address(), segment.address() + segment.bytes().length});
    }
    for (int slot = 0; slot < Program.SLOTS; slot++) {
      long input = program.inputAddress(slot);
      places.add(new long[] {input, input + program.input().layout().bytes()});
      long result = program.resultAddress(slot);
      places.add(new long[] {result, result + program.resultBytes()});
    }

    places.sort((one, other) -> Long.compare(one[0], other[0]));

    assertThat(places.get(0)[0]).isEqualTo(program.base());
    for (int i = 1; i < places.size(); i++) {
      assertThat(places.get(i)[0]).isGreaterThanOrEqualTo(places.get(i - 1)[1]);
      assertThat(places.get(i)[0] % 4096).isZero();
    }
    assertThat(program.end()).isGreaterThan(places.get(places.size() - 1)[1]);
  }

  @Test
  void usesThePlaceOfAMapAgainUnlessMapsAreKept() {
    Graph graph = Graph.of(RandomModels.uniform(16, new BitWidth(4), new BitWidth(4), 1));

    Program shared = new Compiler(Configurations.K26, BASE, false).compile(graph, 64, 64);
    Program kept = new Compiler(Configurations.K26, BASE, true).compile(graph, 64, 64);

    LongStream places = kept.maps().stream().mapToLong(PlacedMap::address);
    assertThat(places.distinct().count()).isEqualTo(kept.maps().size());
    assertThat(shared.end()).isLessThan(kept.end());
  }

  @Test
  void cutsLargeMapsIntoStripsThatWaitForTheirRowsOnly() {
    Program program = compile(Configurations.CI, 16, 4, 64);

    for (int i = 0; i < program.descriptors().size(); i++) {
      DescriptorTemplate descriptor = program.descriptors().get(i);
      assertThat(descriptor.after()).isLessThanOrEqualTo(i);
      int words = descriptor.strip().loadRows() * descriptor.layer().rowWords();
      assertThat(words).isLessThanOrEqualTo(Configurations.CI.featureWords() / 2);
    }
    assertThat(program.descriptors()).hasSizeGreaterThan(2 * program.layers().size());
  }

  private static Configuration with(int featureWords, int weightWords) {
    return new Configuration("small", 8, 8, 2, 64, featureWords, weightWords, 8);
  }

  private static Program compile(Configuration array, int width, int bits, int side) {
    BitWidth widths = new BitWidth(bits);
    Graph graph = Graph.of(RandomModels.uniform(width, widths, widths, 1));
    return new Compiler(array, BASE, false).compile(graph, side, side);
  }
}
