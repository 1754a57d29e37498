package io.quantunet.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The topics of a site")
class TopicsTest {

  private final Topics topics = new Topics("ward-7");

  @Test
  void carryVersionAndSite() {
    assertThat(topics.frames("probe-1")).isEqualTo("qun/v1/ward-7/frames/probe-1");
    assertThat(topics.allResults()).isEqualTo("qun/v1/ward-7/results/+");
  }

  @Test
  void giveBackTheDevice() {
    assertThat(Topics.lastLevel(topics.status("probe-1"))).contains("probe-1");
    assertThat(Topics.lastLevel("qun/v1/ward-7/frames/")).isEmpty();
  }

  @Test
  void refuseNamesWithWildcards() {
    assertThatThrownBy(() -> topics.frames("+")).hasMessageContaining("device must be");
    assertThatThrownBy(() -> new Topics("a/b")).hasMessageContaining("site must be");
  }
}
