package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.AcceleratorDevice;
import io.quantunet.driver.accelerator.DeviceException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one device at work for the engines that share it. When something fails: a soft reset and
 * one retry; when that fails, too, the device is taken out, and opened and tried again soon, then
 * from time to time, beside the engines, which compute elsewhere meanwhile.
 *
 * <p>Safe for several threads.
 */
public final class DeviceKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeviceKeeper.class);

  /** A frame on which the device fails once more after a reset is computed elsewhere. */
  private static final int ATTEMPTS = 2;

  private final String name;
  private final DeviceSource source;
  private final MemoryWindow window;
  private final DriverTimes times;
  private final ScheduledExecutorService prober;
  private final Turns turns = new Turns();
  private final Map<ResidentNet.Key, ResidentNet> nets = new LinkedHashMap<>();
  private final DeviceHistory history = new DeviceHistory();
  private Optional<AcceleratorDriver> driver = Optional.empty();
  private volatile boolean ready = false;
  private volatile boolean closed = false;
  private long framesAtReset = -1;
  private Duration pause;

  /**
   * Opens and tests a device; if that fails, it is tried again later.
   *
   * @param name what messages call it as long as it is not open
   */
  public DeviceKeeper(String name, DeviceSource source, MemoryWindow window, DriverTimes times) {
    this.name = name;
    this.source = source;
    this.window = window;
    this.times = times;
    this.pause = times.firstProbe();
    this.prober =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "accelerator probe " + name);
              thread.setDaemon(true);
              return thread;
            });
    probe();
  }

  /** Whether the device computes. */
  public boolean isReady() {
    return ready;
  }

  /**
   * Waits until the device computes.
   *
   * @param timeout longest wait
   * @return false if it does not within this time, or the thread was interrupted (which stays set)
   */
  public boolean awaitReady(Duration timeout) {
    TimeLimit limit = TimeLimit.in(timeout);
    turns.take();
    try {
      while (!ready && !limit.isOver() && !Thread.currentThread().isInterrupted()) {
        turns.await(limit.left());
      }
      return ready;
    } finally {
      turns.giveBack();
    }
  }

  /** How the device has been doing. */
  public DeviceHealth health() {
    return history.health(name, ready);
  }

  /** How long the latest recoveries took: from a failure until it computes again. */
  List<Duration> recoveries() {
    return history.recoveries();
  }

  /** Work for the device. */
  @FunctionalInterface
  interface Work {

    /**
     * Does the work, or what is left of it.
     *
     * @param driver the device, reset if something failed before
     * @param progress is told after each frame
     * @throws DeviceException if the device fails; the work may be asked to go on where it was
     * @throws LateException if the work has no more time
     */
    void run(AcceleratorDriver driver, Runnable progress);
  }

  /**
   * Lets the device work, beside what other threads let it do.
   *
   * @param limit when the work has no more time
   * @return false if the device failed, or the limit came first: what the work has not reported is
   *     to be done elsewhere
   */
  boolean run(Work work, TimeLimit limit) {
    if (!turns.take(limit)) {
      return false;
    }
    try {
      int failures = 0;
      AtomicLong done = new AtomicLong();
      while (ready && failures < ATTEMPTS) {
        AcceleratorDriver here = driver.orElseThrow();
        int resets = here.resets();
        long before = done.get();
        try {
          work.run(here, () -> completed(done));
          pause = times.firstProbe();
          return true;
        } catch (DeviceException e) {
          if (isSince(here, resets)) { // otherwise another thread was first to see it
            failures = done.get() > before ? 1 : failures + 1;
            resetOrTakeOut(here, e);
          }
        }
      }
      return false;
    } catch (LateException e) {
      LOG.warn("computed elsewhere: {}", e.getMessage());
      return false;
    } finally {
      turns.giveBack();
    }
  }

  private void completed(AtomicLong done) {
    done.incrementAndGet();
    history.frame();
  }

  private boolean isSince(AcceleratorDriver here, int resets) {
    return driver.filter(now -> now == here && now.resets() == resets).isPresent();
  }

  /** A soft reset, unless the device has computed nothing since the last. */
  private void resetOrTakeOut(AcceleratorDriver here, DeviceException failure) {
    history.failed(failure.getMessage());
    if (history.frames() == framesAtReset) {
      takeOut(failure);
      return;
    }
    LOG.warn("{}: soft reset and retry after a failure: {}", name, failure.getMessage());
    try {
      here.reset();
      framesAtReset = history.frames();
      history.reset();
    } catch (DeviceException e) {
      history.failed(e.getMessage());
      takeOut(e);
    }
  }

  private void takeOut(DeviceException failure) {
    LOG.error("{}: taken out, tried again in {}: {}", name, pause, failure.getMessage());
    ready = false;
    history.lost();
    closeDevice();
    probeLater();
  }

  private void probeLater() {
    if (!closed) {
      // A failed probe schedules the next itself.
      ScheduledFuture<?> unused =
          prober.schedule(this::probe, pause.toNanos(), TimeUnit.NANOSECONDS);
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(times.probe()) < 0 ? longer : times.probe();
    }
  }

  /** Opens the device and lets every net that lives there prove itself. */
  private void probe() {
    Optional<AcceleratorDevice> device = open(); // may take long, and nobody has to wait for it
    turns.take();
    try {
      if (closed) {
        device.ifPresent(AcceleratorDevice::close);
      } else if (device.isPresent()) {
        AcceleratorDriver opened = AcceleratorDriver.start(device.get(), window, times, turns);
        driver = Optional.of(opened);
        framesAtReset = -1;
        List.copyOf(nets.values()).forEach(net -> prove(net, opened));
        ready = true;
        history.recovered();
        turns.tell();
        LOG.info("{}: array {} is ready", name, opened.array().name());
      }
    } catch (RuntimeException | OutOfMemoryError e) { // whatever it is, the next probe must come
      closeDevice();
      notReady(e);
    } finally {
      turns.giveBack();
    }
  }

  /** While it waits for one net's frame, another may have been left. */
  private void prove(ResidentNet net, AcceleratorDriver opened) {
    if (nets.get(net.key()) == net) {
      net.on(opened, TimeLimit.none());
    }
  }

  private Optional<AcceleratorDevice> open() {
    if (closed) {
      return Optional.empty();
    }
    try {
      return Optional.of(source.open());
    } catch (RuntimeException | OutOfMemoryError e) {
      turns.take();
      try {
        notReady(e);
      } finally {
        turns.giveBack();
      }
      return Optional.empty();
    }
  }

  private void notReady(Throwable why) {
    history.failed(String.valueOf(why.getMessage()));
    LOG.warn("{}: is not ready, tried again in {}: {}", name, pause, why.getMessage());
    probeLater();
  }

  private void closeDevice() {
    try {
      driver.ifPresent(AcceleratorDriver::close);
    } catch (DeviceException e) {
      LOG.debug("{}: could not be closed", name, e);
    }
    driver = Optional.empty();
  }

  /**
   * The net of this key, for one more engine; from now on it is proven after each failure.
   *
   * @param limit longest wait for the device, with which another may be stuck
   * @return empty if the limit came first
   */
  Optional<ResidentNet> enter(ResidentNet.Key key, GoldenFrame golden, TimeLimit limit) {
    if (!turns.take(limit)) {
      return Optional.empty();
    }
    try {
      ResidentNet net = nets.computeIfAbsent(key, missing -> new ResidentNet(missing, golden));
      net.enter();
      return Optional.of(net);
    } finally {
      turns.giveBack();
    }
  }

  /** An engine does not need a net any more; after the last one its place is given back. */
  void leave(ResidentNet net) {
    turns.take();
    try {
      if (net.leave()) {
        nets.remove(net.key());
        driver.filter(net::isInUseOn).ifPresent(this::stop);
        net.remove();
      }
    } finally {
      turns.giveBack();
    }
  }

  /** A frame that nobody waits for would be written over what comes to its place. */
  private void stop(AcceleratorDriver here) {
    try {
      here.reset();
    } catch (DeviceException e) {
      history.failed(e.getMessage());
      takeOut(e);
    }
  }

  @Override
  public void close() {
    turns.take();
    try {
      closed = true;
      ready = false;
      prober.shutdown();
      closeDevice();
    } finally {
      turns.giveBack();
    }
  }
}
