package io.quantunet.driver.accelerator.driver;

import io.quantunet.driver.engine.LayerObserver;
import io.quantunet.driver.engine.graph.Graph;
import io.quantunet.driver.engine.graph.GraphExecutor;
import io.quantunet.driver.engine.graph.StepTime;
import io.quantunet.driver.model.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Executes a net on a device that may fail; what the device does not compute, another engine does.
 * The results are the same either way, since every engine is exact.
 */
public final class SupervisedExecutor implements GraphExecutor {

  private record Size(int width, int height) {}

  private final DeviceKeeper keeper;
  private final GraphExecutor other;
  private final Map<Size, ResidentNet> nets = new HashMap<>();
  private long framesElsewhere = 0;

  /**
   * @param keeper the device, perhaps shared with other executors
   * @param other stands in for it, for the same graph; closed with this one
   */
  public SupervisedExecutor(DeviceKeeper keeper, GraphExecutor other) {
    this.keeper = keeper;
    this.other = other;
  }

  @Override
  public void run(byte[] codes, int frames, int width, int height, int[] results) {
    graph().checkInput(codes, frames, width, height);
    graph().checkResults(results, frames, width, height);
    int[] done = {0};
    if (keeper.isReady()) {
      ResidentNet net = net(width, height);
      keeper.run(
          (driver, progress) ->
              driver.run(
                  net.on(driver),
                  codes,
                  done[0],
                  frames,
                  results,
                  frame -> {
                    done[0] = frame + 1;
                    progress.run();
                  }));
    }
    runElsewhere(codes, done[0], frames, new Size(width, height), results);
  }

  private void runElsewhere(byte[] codes, int from, int frames, Size size, int[] results) {
    if (from < frames) {
      int input = codes.length / frames;
      int result = results.length / frames;
      int[] rest = new int[results.length - from * result];
      byte[] left = Arrays.copyOfRange(codes, from * input, codes.length);
      other.run(left, frames - from, size.width(), size.height(), rest);
      System.arraycopy(rest, 0, results, from * result, rest.length);
      framesElsewhere += frames - from;
    }
  }

  @Override
  public int[] run(byte[] codes, int width, int height, LayerObserver observer) {
    graph().checkInput(codes, 1, width, height);
    int[] logits = new int[graph().resultLength(1, width, height)];
    List<byte[]> maps = new ArrayList<>();
    boolean computed =
        keeper.isReady() && runAndRead(net(width, height), codes, logits, observer, maps);
    if (!computed) {
      framesElsewhere++;
      return other.run(codes, width, height, observer);
    }
    show(maps, width, height, observer);
    return logits;
  }

  private boolean runAndRead(
      ResidentNet net, byte[] codes, int[] logits, LayerObserver observer, List<byte[]> maps) {
    return keeper.run(
        (driver, progress) -> {
          CardProgram program = net.on(driver);
          driver.run(program, codes, 0, 1, logits, frame -> progress.run());
          maps.clear();
          if (observer != LayerObserver.NONE) {
            maps.addAll(driver.maps(program));
          }
        });
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
        new StepTime(
            "net", StepTime.CONVOLUTION, keeper.health().name(), System.nanoTime() - start));
  }

  /** Frames that the other engine computed. */
  public long framesElsewhere() {
    return framesElsewhere;
  }

  private ResidentNet net(int width, int height) {
    return nets.computeIfAbsent(
        new Size(width, height),
        size -> {
          ResidentNet net = new ResidentNet(graph(), width, height, other);
          keeper.add(net);
          return net;
        });
  }

  @Override
  public Graph graph() {
    return other.graph();
  }

  @Override
  public void close() {
    keeper.remove(List.copyOf(nets.values()));
    other.close();
  }
}
