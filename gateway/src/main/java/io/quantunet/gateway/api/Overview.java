package io.quantunet.gateway.api;

import io.quantunet.gateway.ingest.FrameCache;
import io.quantunet.gateway.ingest.FrameCache.CachedFrame;
import io.quantunet.gateway.ingest.GatewayMetrics;
import io.quantunet.gateway.ingest.SiteState;
import io.quantunet.gateway.store.DatabaseThreads;
import io.quantunet.gateway.store.DeviceSummary;
import io.quantunet.gateway.store.Statistics;
import io.quantunet.gateway.store.StoreStats;
import io.quantunet.proto.DeviceStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The site at this moment. However many pages ask, the database is asked at most twice a second,
 * and never more than a twentieth of the time.
 */
public final class Overview {

  private static final long FRESH_NANOS = 500_000_000L;
  private static final int SHARE_OF_TIME = 20;

  private final String site;
  private final DatabaseThreads threads;
  private final Statistics statistics;
  private final SiteState state;
  private final FrameCache frames;
  private final GatewayMetrics metrics;
  private final InstantSource clock;
  private CompletableFuture<OverviewView> current;
  private long freshUntilNanos;

  public Overview(
      String site,
      DatabaseThreads threads,
      Statistics statistics,
      SiteState state,
      FrameCache frames,
      GatewayMetrics metrics,
      InstantSource clock) {
    this.site = site;
    this.threads = threads;
    this.statistics = statistics;
    this.state = state;
    this.frames = frames;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** The site, at most a moment old; fails if the database does. */
  synchronized CompletionStage<OverviewView> current() {
    boolean usable =
        current != null
            && !current.isCompletedExceptionally()
            && (!current.isDone() || System.nanoTime() - freshUntilNanos < 0);
    if (!usable) {
      current = threads.call(this::read).toCompletableFuture();
    }
    return current;
  }

  private OverviewView read() {
    long start = System.nanoTime();
    StoreStats stats = statistics.stats();
    Map<String, DeviceSummary> stored = statistics.devices();
    List<OverviewView.Device> devices = devices(stored);
    OverviewView view = new OverviewView(nowUs(), stats(stats, devices.size()), devices);
    long end = System.nanoTime();
    stayFreshUntil(end + Math.max(FRESH_NANOS, SHARE_OF_TIME * (end - start)));
    return view;
  }

  private synchronized void stayFreshUntil(long nanos) {
    freshUntilNanos = nanos;
  }

  private List<OverviewView.Device> devices(Map<String, DeviceSummary> stored) {
    Map<String, DeviceStatus> statuses = state.devices();
    Map<String, CachedFrame> newest = frames.newestOfAll();
    TreeSet<String> names = new TreeSet<>(stored.keySet());
    names.addAll(statuses.keySet());
    names.addAll(newest.keySet());
    List<OverviewView.Device> devices = new ArrayList<>();
    for (String name : names) {
      devices.add(
          OverviewView.device(name, statuses.get(name), stored.get(name), newest.get(name)));
    }
    return devices;
  }

  private OverviewView.Stats stats(StoreStats stats, int devices) {
    return new OverviewView.Stats(
        site,
        devices,
        stats.outcomes(),
        stats.segmented(),
        stats.lost(),
        stats.duplicatesStored(),
        stats.duplicatesDropped(),
        stats.outranked(),
        Json.orNull(stats.diceLesionMean()),
        stats.reviewed(),
        Json.orNull(stats.latencyP50Ms()),
        Json.orNull(stats.latencyP99Ms()),
        stats.framesPerSecond(),
        stats.engines(),
        OverviewView.models(stats),
        Json.orNull(state.trainer().map(OverviewView.Trainer::of)),
        state.rollouts().stream().map(OverviewView.Rollout::of).toList(),
        metrics.garbageCounts().stream().map(OverviewView.Garbage::of).toList());
  }

  private long nowUs() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
