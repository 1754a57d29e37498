package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.accelerator.DeviceException;
import io.quantunet.driver.engine.EngineException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one device at work for the engines that share it. When something fails: a soft reset and
 * one retry; when that fails, too, the device is taken out, and opened and tried again from time to
 * time, beside the engines, which compute elsewhere meanwhile.
 *
 * <p>Safe for several threads.
 */
public final class DeviceKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeviceKeeper.class);

  private final String name;
  private final DeviceSource source;
  private final MemoryWindow window;
  private final DriverTimes times;
  private final ScheduledExecutorService prober;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition becameReady = lock.newCondition();
  private final Set<ResidentNet> nets = new LinkedHashSet<>();
  private final History history = new History();
  private Optional<AcceleratorDriver> driver = Optional.empty();
  private volatile boolean ready = false;
  private boolean closed = false;

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
    lock.lock();
    try {
      long left = timeout.toNanos();
      while (!ready && left > 0) {
        left = becameReady.awaitNanos(left);
      }
      return ready;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** How the device has been doing. */
  public DeviceHealth health() {
    return history.health(name, ready);
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
     */
    void run(AcceleratorDriver driver, Runnable progress);
  }

  /**
   * Lets the device work.
   *
   * @return false if the device failed and was taken out: what the work has not reported is to be
   *     done elsewhere
   */
  boolean run(Work work) {
    lock.lock();
    try {
      boolean retried = false;
      while (ready) {
        long before = history.frames();
        try {
          work.run(driver.orElseThrow(), history::frame);
          return true;
        } catch (DeviceException e) {
          history.failed(e.getMessage());
          retried = retried && history.frames() == before;
          if (retried) {
            takeOut(e);
          } else {
            resetOrTakeOut(e);
            retried = true;
          }
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void resetOrTakeOut(DeviceException failure) {
    LOG.warn("{}: soft reset and retry after a failure: {}", name, failure.getMessage());
    try {
      driver.orElseThrow().reset();
      history.reset();
    } catch (DeviceException e) {
      history.failed(e.getMessage());
      takeOut(e);
    }
  }

  private void takeOut(DeviceException failure) {
    LOG.error("{}: taken out, tried again in {}: {}", name, times.probe(), failure.getMessage());
    ready = false;
    history.lost();
    probeLater();
  }

  private void probeLater() {
    if (!closed) {
      // A failed probe schedules the next itself.
      ScheduledFuture<?> unused =
          prober.schedule(this::probe, times.probe().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Opens the device and lets every net that lives there prove itself. */
  private void probe() {
    lock.lock();
    try {
      if (!closed) {
        closeDevice();
        AcceleratorDriver opened = AcceleratorDriver.start(source.open(), window, times);
        driver = Optional.of(opened);
        nets.forEach(net -> net.on(opened));
        ready = true;
        becameReady.signalAll();
        LOG.info("{}: array {} is ready", name, opened.array().name());
      }
    } catch (DeviceException | EngineException e) {
      history.failed(e.getMessage());
      LOG.warn("{}: is not ready, tried again in {}: {}", name, times.probe(), e.getMessage());
      probeLater();
    } finally {
      lock.unlock();
    }
  }

  private void closeDevice() {
    try {
      driver.ifPresent(AcceleratorDriver::close);
    } catch (DeviceException e) {
      LOG.debug("{}: could not be closed", name, e);
    }
    driver = Optional.empty();
  }

  /** From now on the net is proven after each failure. */
  void add(ResidentNet net) {
    lock.lock();
    try {
      nets.add(net);
    } finally {
      lock.unlock();
    }
  }

  /** The nets are of no use any more; their places are given back. */
  void remove(List<ResidentNet> gone) {
    lock.lock();
    try {
      nets.removeAll(gone);
      gone.forEach(ResidentNet::remove);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      ready = false;
      prober.shutdown();
      closeDevice();
    } finally {
      lock.unlock();
    }
  }

  /** What happened so far. */
  private static final class History {

    private long frames = 0;
    private long failures = 0;
    private long resets = 0;
    private long losses = 0;
    private long failedSince = 0;
    private boolean recovering = false;
    private Duration longestRecovery = Duration.ZERO;
    private String trouble = "";

    synchronized long frames() {
      return frames;
    }

    synchronized void frame() {
      frames++;
      if (recovering) {
        Duration recovery = Duration.ofNanos(System.nanoTime() - failedSince);
        longestRecovery = recovery.compareTo(longestRecovery) > 0 ? recovery : longestRecovery;
        recovering = false;
      }
    }

    synchronized void failed(String failure) {
      failures++;
      trouble = failure;
      if (!recovering) {
        recovering = true;
        failedSince = System.nanoTime();
      }
    }

    synchronized void reset() {
      resets++;
    }

    synchronized void lost() {
      losses++;
    }

    synchronized DeviceHealth health(String name, boolean ready) {
      return new DeviceHealth(
          name, ready, frames, failures, resets, losses, longestRecovery, trouble);
    }
  }
}
