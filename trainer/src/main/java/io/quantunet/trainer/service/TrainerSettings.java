package io.quantunet.trainer.service;

import com.typesafe.config.Config;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.proto.Names;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that the trainer service needs to know; the keys are in {@code reference.conf}.
 *
 * @param site which site's topics; see {@link Names}
 * @param mqtt how to reach the broker
 * @param model bundle to start from, until a rollout names another; only ever read
 * @param workFolder where new bundles and training logs go; made if it is missing
 * @param feedback what is kept of the reviewers' feedback
 * @param epochs passes over the feedback where a command does not say, positive
 * @param minFrames fewer frames of feedback than this are not trained on, at least 2
 */
public record TrainerSettings(
    String site,
    MqttConnectionSettings mqtt,
    Path model,
    Path workFolder,
    FeedbackSettings feedback,
    int epochs,
    int minFrames) {

  /**
   * Bounds of the collected feedback; beyond either the oldest is forgotten.
   *
   * @param capacity frames at most, positive
   * @param maxBytes their encoded bytes at most, positive
   * @param folder where it outlives a restart; empty keeps it in memory only
   */
  public record FeedbackSettings(int capacity, long maxBytes, Optional<Path> folder) {

    /**
     * @throws IllegalArgumentException naming the setting that is out of range
     */
    public FeedbackSettings {
      requireAtLeast(1, "feedback.capacity", capacity);
      requireAtLeast(1, "feedback.memory", maxBytes);
    }
  }

  private static final String ROOT = "quantunet.trainer";

  /**
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public TrainerSettings {
    Names.require("site", site);
    requireAtLeast(1, "epochs", epochs);
    requireAtLeast(2, "min-frames", minFrames);
  }

  /**
   * Reads {@code quantunet.trainer}; the defaults are in this module's {@code reference.conf}.
   *
   * @throws com.typesafe.config.ConfigException naming the key that is missing or of another type
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public static TrainerSettings fromConfig(Config root) {
    Config config = root.getConfig(ROOT);
    return new TrainerSettings(
        config.getString("site"),
        mqtt(config.getConfig("mqtt")),
        Path.of(config.getString("model")),
        Path.of(config.getString("work-folder")),
        feedback(config.getConfig("feedback")),
        config.getInt("epochs"),
        config.getInt("min-frames"));
  }

  /** The same with another site. */
  public TrainerSettings withSite(String newSite) {
    return new TrainerSettings(newSite, mqtt, model, workFolder, feedback, epochs, minFrames);
  }

  /** The same with another broker. */
  public TrainerSettings withMqtt(MqttConnectionSettings newMqtt) {
    return new TrainerSettings(site, newMqtt, model, workFolder, feedback, epochs, minFrames);
  }

  /** The same, starting from another bundle. */
  public TrainerSettings withModel(Path newModel) {
    return new TrainerSettings(site, mqtt, newModel, workFolder, feedback, epochs, minFrames);
  }

  /** The same, writing elsewhere. */
  public TrainerSettings withWorkFolder(Path newWorkFolder) {
    return new TrainerSettings(site, mqtt, model, newWorkFolder, feedback, epochs, minFrames);
  }

  private static MqttConnectionSettings mqtt(Config config) {
    return MqttConnectionSettings.fromConfig(config, config.getString("client-id"))
        .withSessionExpiry(config.getDuration("session-expiry"));
  }

  private static FeedbackSettings feedback(Config config) {
    String folder = config.getString("folder");
    return new FeedbackSettings(
        config.getInt("capacity"),
        config.getBytes("memory"),
        folder.isEmpty() ? Optional.empty() : Optional.of(Path.of(folder)));
  }

  private static void requireAtLeast(long least, String key, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s.%s must be at least %d, was %d".formatted(ROOT, key, least, value));
    }
  }
}
