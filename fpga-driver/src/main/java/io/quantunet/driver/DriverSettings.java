package io.quantunet.driver;

import com.typesafe.config.Config;
import io.quantunet.driver.accelerator.driver.DeviceSettings;
import io.quantunet.driver.engine.EngineKind;
import java.time.Duration;

/**
 * What the driver can be told; the keys are in {@code reference.conf}.
 *
 * @param engine the engine to use
 * @param fallbackAllowed whether the engine java may stand in for one that is not there
 * @param workers frames that are computed side by side, at least 1
 * @param queueCapacity frames that may wait, at least 1
 * @param batch frames that a worker computes together when the queue is deep, at least 1
 * @param inferenceTimeout after this long on one frame an engine counts as hung
 * @param replacementDelay pause before an engine that could not be restarted is tried again
 * @param devices where the engines rtl and fpga find their devices
 */
public record DriverSettings(
    EngineKind engine,
    boolean fallbackAllowed,
    int workers,
    int queueCapacity,
    int batch,
    Duration inferenceTimeout,
    Duration replacementDelay,
    DeviceSettings devices) {

  private static final String PATH = "quantunet.driver";

  /**
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public DriverSettings {
    require(workers >= 1, "workers", workers);
    require(queueCapacity >= 1, "queue-capacity", queueCapacity);
    require(batch >= 1, "batch", batch);
    require(isPositive(inferenceTimeout), "inference-timeout", inferenceTimeout);
    require(isPositive(replacementDelay), "replacement-delay", replacementDelay);
  }

  /**
   * From the whole configuration of the process.
   *
   * @throws IllegalArgumentException naming the setting that is out of range
   * @throws com.typesafe.config.ConfigException naming the key that is missing or of another type
   */
  public static DriverSettings fromConfig(Config config) {
    Config driver = config.getConfig(PATH);
    int workers = driver.getInt("workers");
    return new DriverSettings(
        EngineKind.of(driver.getString("engine")),
        driver.getBoolean("fallback-allowed"),
        workers == 0 ? Runtime.getRuntime().availableProcessors() : workers,
        driver.getInt("queue-capacity"),
        driver.getInt("batch"),
        driver.getDuration("inference-timeout"),
        driver.getDuration("replacement-delay"),
        DeviceSettings.fromConfig(config));
  }

  /** These settings with another engine. */
  public DriverSettings withEngine(EngineKind other) {
    return new DriverSettings(
        other,
        fallbackAllowed,
        workers,
        queueCapacity,
        batch,
        inferenceTimeout,
        replacementDelay,
        devices);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void require(boolean holds, String key, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s.%s must be positive, was %s".formatted(PATH, key, value));
    }
  }
}
