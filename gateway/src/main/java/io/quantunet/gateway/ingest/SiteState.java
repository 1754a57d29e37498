package io.quantunet.gateway.ingest;

import io.quantunet.proto.DeviceStatus;
import io.quantunet.proto.RolloutReport;
import io.quantunet.proto.TrainerStatus;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the site's retained and fleeting messages say right now: presence of devices, the last
 * rollout report of each edge, the trainer. In memory: the broker keeps the retained ones.
 * Thread-safe.
 */
public final class SiteState {

  /** Devices or edges at most; beyond, the one heard of longest ago is forgotten. */
  static final int MAX_NAMES = 4096;

  private final Map<String, DeviceStatus> devices = bounded();
  private final Map<String, RolloutReport> rollouts = bounded();
  private TrainerStatus trainer;

  /** The last status of each device, by name. */
  public synchronized Map<String, DeviceStatus> devices() {
    return Map.copyOf(devices);
  }

  /** The last rollout report of each edge. */
  public synchronized Collection<RolloutReport> rollouts() {
    return List.copyOf(rollouts.values());
  }

  /** What the trainer last said; empty if there is none. */
  public synchronized Optional<TrainerStatus> trainer() {
    return Optional.ofNullable(trainer);
  }

  synchronized void update(DeviceStatus status) {
    devices.remove(status.getDevice());
    devices.put(status.getDevice(), status);
  }

  synchronized void update(RolloutReport report) {
    rollouts.remove(report.getEdge());
    rollouts.put(report.getEdge(), report);
  }

  synchronized void update(TrainerStatus status) {
    trainer = status;
  }

  private static <T> Map<String, T> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > MAX_NAMES;
      }
    };
  }
}
