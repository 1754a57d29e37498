package io.quantunet.driver.accelerator.driver;

import java.time.Duration;

/**
 * How a device has been doing.
 *
 * @param name what messages call it
 * @param ready whether it computes; if not, it is probed from time to time
 * @param frames frames that it computed
 * @param failures times that something went wrong
 * @param resets soft resets after a failure
 * @param losses times that it was taken out
 * @param longestRecovery longest time from a failure to the next frame that it computed
 * @param trouble the last failure; empty if there was none
 */
public record DeviceHealth(
    String name,
    boolean ready,
    long frames,
    long failures,
    long resets,
    long losses,
    Duration longestRecovery,
    String trouble) {}
