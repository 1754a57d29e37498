package io.quantunet.gateway.ingest;

import io.quantunet.proto.Topics;
import java.util.Optional;

/** The kinds of topics that the gateway subscribes to; the name is the label of its counters. */
public enum TopicKind {
  RESULTS,
  FEEDBACK,
  STATUS,
  ROLLOUT_REPORTS,
  TRAINER_STATUS,
  FRAMES;

  /** What to subscribe to. */
  String filter(Topics topics) {
    return switch (this) {
      case RESULTS -> topics.allResults();
      case FEEDBACK -> topics.allFeedback();
      case STATUS -> topics.allStatuses();
      case ROLLOUT_REPORTS -> topics.allRolloutReports();
      case TRAINER_STATUS -> topics.trainerStatus();
      case FRAMES -> topics.allFrames();
    };
  }

  /** The kind of a topic; empty if it is none of this site's. */
  static Optional<TopicKind> of(String topic, Topics topics) {
    for (TopicKind kind : values()) {
      String filter = kind.filter(topics);
      boolean matches =
          filter.endsWith("/+")
              ? topic.startsWith(filter.substring(0, filter.length() - 1))
              : topic.equals(filter);
      if (matches) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
