package io.quantunet.driver.accelerator.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A net, cut into strips: one descriptor each, in order of execution.
 *
 * @param net the layers
 * @param rows rows of a strip of each layer
 * @param jobs the strips of all layers
 */
public record DevicePlan(DeviceNet net, List<Integer> rows, List<Job> jobs) {

  /**
   * One descriptor.
   *
   * @param layer index of the layer
   * @param strip its rows
   * @param after how many descriptors of the frame must be stored before its rows may be read: 0 if
   *     it reads the net's input only
   */
  public record Job(int layer, Strip strip, int after) {}

  /** Copies the lists. */
  public DevicePlan {
    rows = List.copyOf(rows);
    jobs = List.copyOf(jobs);
  }

  /**
   * Cuts each layer into strips.
   *
   * @param rows rows of a strip of each layer, at most {@link Strips#mostRows}
   */
  public static DevicePlan of(DeviceNet net, List<Integer> rows) {
    List<Job> jobs = new ArrayList<>();
    int[] first = new int[net.layers().size()];
    for (int i = 0; i < first.length; i++) {
      first[i] = jobs.size();
      DeviceLayer layer = net.layers().get(i);
      for (Strip strip : Strips.of(layer, rows.get(i))) {
        int after = 0;
        for (DeviceLayer.Input input : layer.inputs()) {
          after = Math.max(after, writtenBy(net, rows, first, input, strip.loadEnd() - 1));
        }
        jobs.add(new Job(i, strip, after));
      }
    }
    return new DevicePlan(net, rows, jobs);
  }

  /** How many descriptors have run once a row of a map is stored. */
  private static int writtenBy(
      DeviceNet net, List<Integer> rows, int[] first, DeviceLayer.Input input, int row) {
    if (input.producer() == DeviceLayer.Input.FRAME) {
      return 0;
    }
    DeviceLayer producer = net.layers().get(input.producer());
    int producerRow = row;
    if (input.pooled()) {
      producerRow = 2 * row;
    } else if (producer.positions() > 1) {
      producerRow = row / 2;
    }
    return first[input.producer()] + producerRow / rows.get(input.producer()) + 1;
  }
}
