package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.engine.EngineException;
import io.quantunet.driver.engine.EngineKind;
import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.model.Layer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes a net on devices that may fail; what they do not compute, or not in time, another engine
 * does. The results are the same either way, since every engine is exact.
 */
public final class SupervisedExecutor implements GraphExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(SupervisedExecutor.class);

  private record Size(int width, int height) {}

  /** A net on a device; several engines share it unless it is this one's own. */
  private record Home(DeviceKeeper keeper, Size size, boolean own) {}

  private final DevicePool pool;
  private final GraphExecutor other;
  private final StandInTime standIn = new StandInTime();
  private final Map<Size, GoldenFrame> golden = new HashMap<>();
  private final Map<Home, ResidentNet> nets = new HashMap<>();
  private Duration within = StandInTime.NO_HURRY;
  private long framesElsewhere = 0;
  private long deviceCycles = 0;

  /**
   * @param pool the devices
   * @param other stands in for them; its graph is what is executed; closed with this one
   */
  SupervisedExecutor(DevicePool pool, GraphExecutor other) {
    this.pool = pool;
    this.other = other;
  }

  /** As the other constructor, for one device. */
  public SupervisedExecutor(DeviceKeeper keeper, GraphExecutor other) {
    this(
        new DevicePool(EngineKind.FPGA, List.of(keeper), DevicePool.ALL_WORKERS), // left open
        other);
  }

  /**
   * Frames of a call are wanted within a time: a device is given up early enough for the other
   * engine.
   */
  <T> T within(Duration time, Supplier<T> call) {
    within = time;
    try {
      return call.get();
    } finally {
      within = StandInTime.NO_HURRY;
    }
  }

  @Override
  public void run(byte[] codes, int frames, int width, int height, int[] results) {
    graph().checkInput(codes, frames, width, height);
    graph().checkResults(results, frames, width, height);
    Size size = new Size(width, height);
    TimeLimit wanted = TimeLimit.in(within);
    golden(size); // also measures the engine that stands in
    FrameRequest request =
        new FrameRequest(codes, frames, results, standIn.limit(wanted.left(), frames));
    try (DevicePool.Lease lease = pool.take().orElse(null)) {
      if (lease != null) {
        net(lease.keeper(), size, false, request.limit())
            .ifPresent(net -> runOn(lease.keeper(), net, request));
      }
    }
    deviceCycles = request.isDone() ? request.cycles() : 0;
    runElsewhere(codes, request.done(), frames, size, results);
  }

  private static void runOn(DeviceKeeper keeper, ResidentNet net, FrameRequest request) {
    try {
      keeper.run(
          (driver, progress) -> driver.run(net.on(driver, request.limit()), request, progress),
          request.limit());
    } catch (EngineException e) { // no room for the net beside others
      LOG.warn("computed elsewhere: {}", e.getMessage());
    }
  }

  private void runElsewhere(byte[] codes, int from, int frames, Size size, int[] results) {
    if (from < frames) {
      int input = codes.length / frames;
      int result = results.length / frames;
      int[] rest = new int[results.length - from * result];
      byte[] left = Arrays.copyOfRange(codes, from * input, codes.length);
      standIn.measureRun(
          frames - from, () -> other.run(left, frames - from, size.width(), size.height(), rest));
      System.arraycopy(rest, 0, results, from * result, rest.length);
      framesElsewhere += frames - from;
    }
  }

  @Override
  public int[] run(byte[] codes, int width, int height, LayerObserver observer) {
    if (observer == LayerObserver.NONE) {
      int[] logits = new int[graph().resultLength(1, width, height)];
      run(codes, 1, width, height, logits);
      return logits;
    }
    graph().checkInput(codes, 1, width, height);
    int[] logits = new int[graph().resultLength(1, width, height)];
    List<byte[]> maps = new ArrayList<>();
    if (!runAndRead(codes, logits, new Size(width, height), maps)) {
      deviceCycles = 0;
      framesElsewhere++;
      return other.run(codes, width, height, observer);
    }
    show(maps, width, height, observer);
    return logits;
  }

  /** On a net of its own: another engine's frame would be computed over the maps. */
  private boolean runAndRead(byte[] codes, int[] logits, Size size, List<byte[]> maps) {
    try (DevicePool.Lease lease = pool.take().orElse(null)) {
      if (lease == null) {
        return false;
      }
      TimeLimit limit = TimeLimit.none();
      Optional<ResidentNet> home = net(lease.keeper(), size, true, limit);
      if (home.isEmpty()) {
        return false;
      }
      ResidentNet net = home.get();
      return lease
          .keeper()
          .run(
              (driver, progress) -> {
                // Anew at each attempt: after a reset the maps are those of the golden frame.
                FrameRequest request = new FrameRequest(codes, 1, logits, limit);
                CardProgram program = net.on(driver, limit);
                driver.run(program, request, progress);
                maps.clear();
                maps.addAll(driver.maps(program));
                deviceCycles = request.cycles();
              },
              limit);
    }
  }

  private void show(List<byte[]> maps, int width, int height, LayerObserver observer) {
    List<Layer> layers = graph().layers();
    for (int i = 0; i < maps.size(); i++) {
      byte[] codes = maps.get(i);
      Layer layer = layers.get(i);
      // The map has the frame's shape at its level: as many times narrower as lower.
      int pixels = codes.length / layer.outChannels();
      int level = Integer.numberOfTrailingZeros(width * height / pixels) / 2;
      observer.onLayer(layer, codes, width >> level, height >> level);
    }
  }

  @Override
  public List<StepTime> time(byte[] codes, int width, int height) {
    long start = System.nanoTime();
    run(codes, width, height, LayerObserver.NONE);
    return List.of(
        new StepTime("net", StepTime.CONVOLUTION, pool.kind().label(), System.nanoTime() - start));
  }

  /** Frames that the other engine computed. */
  public long framesElsewhere() {
    return framesElsewhere;
  }

  @Override
  public long deviceCycles() {
    return deviceCycles;
  }

  /** Empty if the device could not be asked before the limit. */
  private Optional<ResidentNet> net(DeviceKeeper keeper, Size size, boolean own, TimeLimit limit) {
    Home home = new Home(keeper, size, own);
    Optional<ResidentNet> there = Optional.ofNullable(nets.get(home));
    if (there.isPresent()) {
      return there;
    }
    ResidentNet.Key key =
        new ResidentNet.Key(
            graph(), size.width(), size.height(), own ? Optional.of(this) : Optional.empty());
    Optional<ResidentNet> entered = keeper.enter(key, golden(size), limit);
    entered.ifPresent(net -> nets.put(home, net));
    return entered;
  }

  private GoldenFrame golden(Size size) {
    return golden.computeIfAbsent(
        size,
        missing ->
            standIn.measure(1, () -> GoldenFrame.of(other, missing.width(), missing.height())));
  }

  @Override
  public Graph graph() {
    return other.graph();
  }

  @Override
  public void close() {
    nets.forEach((home, net) -> home.keeper().leave(net));
    nets.clear();
    other.close();
  }
}
