package io.quantunet.trainer.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a net costs, in JSON: {@code average_bits_by_parameter}, {@code average_bits_by_mac}, {@code
 * weight_bytes}, {@code macs}, {@code mac_bit_operations}, {@code k26_cycles}.
 */
public final class CostJson {

  private CostJson() {}

  /** Puts all but the mean by layer, which is known without a grid as well. */
  public static void put(ObjectNode json, ModelCost cost) {
    json.put("average_bits_by_parameter", cost.bitsByParameter());
    json.put("average_bits_by_mac", cost.bitsByMac());
    json.put("weight_bytes", cost.weightBytes());
    json.put("macs", cost.macs());
    json.put("mac_bit_operations", cost.bitOperations());
    json.put("k26_cycles", cost.cycles());
  }
}
