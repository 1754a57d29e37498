package io.quantunet.trainer.service;

import io.quantunet.proto.Topics;
import java.util.Locale;

/** What the trainer listens to. The name in lower case is a metric's label. */
enum TopicKind {
  FEEDBACK,
  COMMANDS,
  ROLLOUTS;

  static TopicKind of(String topic, Topics topics) {
    if (topic.equals(topics.trainerCommands())) {
      return COMMANDS;
    }
    return topic.equals(topics.rollout()) ? ROLLOUTS : FEEDBACK;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
