package io.quantunet.driver.accelerator.compiler;

import io.quantunet.driver.accelerator.plan.DeviceLayer;
import io.quantunet.driver.accelerator.plan.DeviceNet;
import io.quantunet.driver.accelerator.plan.MapLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Where everything lies in card memory: the weight streams one after another, two inputs, two
 * results, then the maps in between. A map's place is used again once its last reader has run: the
 * device computes in order, so whoever writes there runs later.
 */
final class MemoryPlan {

  /** Frames in flight: the host fills one slot while the device reads the other. */
  static final int SLOTS = 2;

  private static final long ALIGNMENT = 4096;

  private final DeviceNet net;
  private final long[] streams;
  private final long[] outputs;
  private final long[] pooled;
  private final long input;
  private final long end;

  private MemoryPlan(DeviceNet net, long base, boolean keepMaps) {
    this.net = net;
    int layers = net.layers().size();
    streams = new long[layers];
    outputs = new long[layers];
    pooled = new long[layers];
    long next = base;
    for (int i = 0; i < layers; i++) {
      streams[i] = next;
      next += aligned(net.layers().get(i).streamBytes());
    }
    input = next;
    next += SLOTS * inputSlotBytes();
    outputs[layers - 1] = next;
    next += SLOTS * resultSlotBytes();
    end = placeMaps(next, keepMaps);
  }

  /**
   * Plans the memory of a net.
   *
   * @param base first card address, a multiple of 4096
   * @param keepMaps whether every map keeps a place of its own
   */
  static MemoryPlan of(DeviceNet net, long base, boolean keepMaps) {
    return new MemoryPlan(net, base, keepMaps);
  }

  /** Where a layer's weight stream begins. */
  long stream(int layer) {
    return streams[layer];
  }

  /** Where a layer's result begins; of the last layer that of slot 0. */
  long output(int layer) {
    return outputs[layer];
  }

  /** Where a layer's pooled map begins. */
  long pooled(int layer) {
    return pooled[layer];
  }

  /** Where a layer's input begins; the net's that of slot 0. */
  long input(DeviceLayer.Input of) {
    if (of.producer() == DeviceLayer.Input.FRAME) {
      return input;
    }
    return of.pooled() ? pooled[of.producer()] : outputs[of.producer()];
  }

  /** Where the net's input begins, slot 0. */
  long frame() {
    return input;
  }

  /** From one input slot to the next. */
  long inputSlotBytes() {
    return aligned(net.input().bytes());
  }

  /** From one result slot to the next. */
  long resultSlotBytes() {
    return aligned(net.last().outputBytes());
  }

  /** First address that is not used. */
  long end() {
    return end;
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** A place in use until a layer has run. */
  private record Used(long begin, long end, int lastReader) {}

  private long placeMaps(long first, boolean keepMaps) {
    List<Used> used = new ArrayList<>();
    long highest = first;
    for (int i = 0; i < net.layers().size(); i++) {
      int now = i;
      if (!keepMaps) {
        used.removeIf(map -> map.lastReader() < now);
      }
      DeviceLayer layer = net.layers().get(i);
      if (i < net.layers().size() - 1) {
        outputs[i] = place(used, first, layer.output(), lastReader(i, false));
      }
      if (layer.pool()) {
        pooled[i] = place(used, first, layer.pooledOutput(), lastReader(i, true));
      }
      highest = Math.max(highest, used.stream().mapToLong(Used::end).max().orElse(first));
    }
    return highest;
  }

  /** The lowest gap into which a map fits. */
  private static long place(List<Used> used, long first, MapLayout map, int lastReader) {
    long bytes = aligned(map.bytes());
    long begin = first;
    for (int i = 0; i < used.size(); i++) { // sorted by address
      if (begin + bytes <= used.get(i).begin()) {
        used.add(i, new Used(begin, begin + bytes, lastReader));
        return begin;
      }
      begin = used.get(i).end();
    }
    used.add(new Used(begin, begin + bytes, lastReader));
    return begin;
  }

  private int lastReader(int producer, boolean pooledMap) {
    int last = producer;
    for (int i = producer + 1; i < net.layers().size(); i++) {
      for (DeviceLayer.Input read : net.layers().get(i).inputs()) {
        if (read.producer() == producer && read.pooled() == pooledMap) {
          last = i;
        }
      }
    }
    return last;
  }
}
