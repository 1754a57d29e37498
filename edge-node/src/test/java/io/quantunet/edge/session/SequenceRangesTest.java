package io.quantunet.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

@Label("A set of sequence ranges")
class SequenceRangesTest {

  @Property
  @Label("holds what was added, in any order, and nothing else")
  void isASet(@ForAll List<@LongRange(min = 1, max = 60) Long> added) {
    SequenceRanges ranges = new SequenceRanges(100);
    Set<Long> model = new HashSet<>();
    for (long sequence : added) {
      assertThat(ranges.add(sequence)).isEqualTo(model.add(sequence));
    }
    for (long sequence = 1; sequence <= 61; sequence++) {
      assertThat(ranges.contains(sequence)).isEqualTo(model.contains(sequence));
    }
    assertThat(ranges.isEmpty()).isEqualTo(model.isEmpty());
    model.stream().max(Long::compare).ifPresent(max -> assertThat(ranges.highest()).isEqualTo(max));
  }

  @Example
  @Label("needs one range for a million numbers in a row")
  void staysSmallInOrder() {
    SequenceRanges ranges = new SequenceRanges(2);
    for (long sequence = 1; sequence <= 1_000_000; sequence++) {
      ranges.add(sequence);
    }
    assertThat(ranges.ranges()).isEqualTo(1);
    assertThat(ranges.contains(1)).isTrue();
  }

  @Example
  @Label("forgets the lowest range when there are too many gaps")
  void isBounded() {
    SequenceRanges ranges = new SequenceRanges(3);
    for (long sequence = 1; sequence <= 9; sequence += 2) {
      ranges.add(sequence);
    }
    assertThat(ranges.ranges()).isEqualTo(3);
    assertThat(ranges.contains(3)).isFalse();
    assertThat(ranges.contains(5)).isTrue();
  }

  @Example
  @Label("counts beyond the largest signed number")
  void isUnsigned() {
    SequenceRanges ranges = new SequenceRanges(3);
    ranges.add(Long.MAX_VALUE);
    ranges.add(Long.MIN_VALUE); // 2^63, the next one
    ranges.add(-1); // 2^64 - 1, the last one
    assertThat(ranges.ranges()).isEqualTo(2);
    assertThat(ranges.highest()).isEqualTo(-1);
  }
}
