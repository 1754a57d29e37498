package io.quantunet.bench;

import io.quantunet.driver.accelerator.arch.Configuration;
import io.quantunet.driver.accelerator.cost.FrameCost;
import io.quantunet.driver.accelerator.cost.LayerCost;
import io.quantunet.driver.accelerator.cost.NetCosts;
import io.quantunet.driver.accelerator.plan.UNetShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a net costs on the accelerator, by the cost model that is held to the RTL's counters: no
 * simulation, and no board.
 */
public final class AcceleratorBenchmark {

  /** Pixels across and down. */
  static final int GRID = 128;

  /** Clock that frames per second are stated at; nobody has run the design at it. */
  private static final double HERTZ = 300e6;

  private AcceleratorBenchmark() {}

  /**
   * The net with whole bit widths of a given mean.
   *
   * @param width channels of the first stage
   * @param meanBits bits per weight, weighted by MACs, 2..8
   * @param activationBits width of all activations but the 8-bit input, 2..8
   * @throws IllegalArgumentException if there are no such widths
   */
  public static UNetShape net(int width, double meanBits, int activationBits, Configuration array) {
    return IntegerWidths.shape(width, meanBits, activationBits, array);
  }

  /** The report: keys in order, units in the keys. */
  public static Map<String, Object> run(UNetShape net, Configuration array) {
    FrameCost cost = NetCosts.of(net, GRID, GRID, array);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("array", array.name());
    report.put("lanes", array.lanes());
    report.put("width", net.width());
    report.put("grid", GRID);
    report.put("weight_bits", net.weightBits());
    report.put("weight_bits_mean_by_mac", IntegerWidths.mean(net, array));
    report.put("activation_bits", net.activationBits());
    report.put("utilization", cost.utilization());
    report.put("cycles_per_frame", cost.cycles());
    report.put("array_steps_per_frame", cost.steps());
    report.put("frames_per_s_at_300mhz", cost.framesPerSecond(HERTZ));
    report.put("read_bytes_per_frame", cost.readBytes());
    report.put("written_bytes_per_frame", cost.writtenBytes());
    report.put("energy_proxy_microjoules_per_frame", cost.energy() / 1e6);
    report.put("layers", layers(cost));
    return report;
  }

  private static List<Map<String, Object>> layers(FrameCost cost) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (LayerCost layer : cost.layers()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", layer.name());
      row.put("cycles", layer.cycles());
      row.put("utilization", layer.ideal() / layer.cycles());
      layers.add(row);
    }
    return layers;
  }
}
