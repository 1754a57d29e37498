package io.quantunet.proto;

import java.util.Optional;

/**
 * Every MQTT topic of one site, all below {@code qun/v1/<site>/}.
 *
 * @param site the hospital or ward; see {@link Names}
 */
public record Topics(String site) {

  private static final String ROOT = "qun/v1/";

  /**
   * @throws IllegalArgumentException if the site is not a valid name
   */
  public Topics {
    Names.require("site", site);
  }

  /** Where a device publishes its {@link Frame}s, QoS 1. */
  public String frames(String device) {
    return below("frames", Names.require("device", device));
  }

  /** Filter for the frames of every device. */
  public String allFrames() {
    return below("frames", "+");
  }

  /** Where an edge publishes the {@link Segmentation}s of a device, QoS 1. */
  public String results(String device) {
    return below("results", Names.require("device", device));
  }

  /** Filter for the results of every device. */
  public String allResults() {
    return below("results", "+");
  }

  /** Where a device keeps its {@link DeviceStatus}, retained, with last will. */
  public String status(String device) {
    return below("status", Names.require("device", device));
  }

  /** Filter for the status of every device. */
  public String allStatuses() {
    return below("status", "+");
  }

  /** Where reviewers publish {@link Feedback} on a device's frames, QoS 1. */
  public String feedback(String device) {
    return below("feedback", Names.require("device", device));
  }

  /** Filter for the feedback on every device. */
  public String allFeedback() {
    return below("feedback", "+");
  }

  /** Where the trainer publishes the newest {@link RolloutCommand}, retained, QoS 1. */
  public String rollout() {
    return below("models", "rollout");
  }

  /** Where an edge publishes its {@link RolloutReport}s, QoS 1. */
  public String rolloutReports(String edge) {
    return below("models/reports", Names.require("edge", edge));
  }

  /** Filter for the rollout reports of every edge. */
  public String allRolloutReports() {
    return below("models/reports", "+");
  }

  /** Where anyone may ask for a {@link RetrainCommand}, QoS 1. */
  public String trainerCommands() {
    return below("trainer", "commands");
  }

  /** Where the trainer keeps its {@link TrainerStatus}, retained. */
  public String trainerStatus() {
    return below("trainer", "status");
  }

  /**
   * The last level of a topic: the device of a frame, result, status or feedback topic.
   *
   * @return empty if it is not a valid name
   */
  public static Optional<String> lastLevel(String topic) {
    String level = topic.substring(topic.lastIndexOf('/') + 1);
    return Names.isValid(level) ? Optional.of(level) : Optional.empty();
  }

  private String below(String kind, String name) {
    return ROOT + site + '/' + kind + '/' + name;
  }
}
