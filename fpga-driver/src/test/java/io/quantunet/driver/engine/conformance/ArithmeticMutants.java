package io.quantunet.driver.engine.conformance;

import io.quantunet.driver.model.Layer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rules whose arithmetic is wrong in one place each: rounding, clamps, shifts or sums. */
final class ArithmeticMutants {

  private final Map<String, Rules> mutants = new LinkedHashMap<>();

  private ArithmeticMutants() {
    addRoundings();
    addClamps();
    addShifts();
    addSums();
  }

  /** The mutants by what they do. */
  static Map<String, Rules> all() {
    return new ArithmeticMutants().mutants;
  }

  private void addRoundings() {
    for (RoundingMode mode :
        new RoundingMode[] {
          RoundingMode.HALF_UP,
          RoundingMode.HALF_DOWN,
          RoundingMode.FLOOR,
          RoundingMode.CEILING,
          RoundingMode.DOWN,
          RoundingMode.UP
        }) {
      add("rounds by the mode " + mode, rounding(mode));
    }
    add(
        "rounds halves up as floor(x + 1/2)",
        new Rules() {
          @Override
          BigInteger round(long accumulator, int shift) {
            return BigInteger.valueOf(Math.addExact(accumulator, (1L << shift) / 2) >> shift);
          }
        });
    add(
        "sends ties to the odd neighbour",
        new Rules() {
          @Override
          BigInteger round(long accumulator, int shift) {
            if (shift == 0) {
              return BigInteger.valueOf(accumulator);
            }
            long even = 1 - ((accumulator >> shift) & 1);
            long justBelowHalf = (1L << (shift - 1)) - 1;
            return BigInteger.valueOf((accumulator + justBelowHalf + even) >> shift);
          }
        });
    add(
        "rounds in 32 bits",
        new Rules() {
          @Override
          BigInteger round(long accumulator, int shift) {
            int narrow = (int) accumulator;
            return BigInteger.valueOf(
                shift == 0
                    ? narrow
                    : (narrow + (1 << (shift - 1)) - 1 + ((narrow >> shift) & 1)) >> shift);
          }
        });
    add(
        "rounds twice, first to one binary place",
        new Rules() {
          @Override
          BigInteger round(long accumulator, int shift) {
            if (shift == 0) {
              return BigInteger.valueOf(accumulator);
            }
            return super.round(super.round(accumulator, shift - 1).longValueExact(), 1);
          }
        });
  }

  private static Rules rounding(RoundingMode mode) {
    return new Rules() {
      @Override
      BigInteger round(long accumulator, int shift) {
        return BigDecimal.valueOf(accumulator)
            .divide(BigDecimal.valueOf(1L << shift), 0, mode)
            .toBigInteger();
      }
    };
  }

  private void addClamps() {
    add("clamps at 2^A", clamping(0, 0));
    add("clamps at 2^A - 2", clamping(0, -2));
    add("clamps at 1 instead of 0", clamping(1, -1));
    add(
        "does not clamp at 0",
        new Rules() {
          @Override
          BigInteger clamp(BigInteger rounded, int bits) {
            return rounded.min(BigInteger.valueOf((1 << bits) - 1));
          }
        });
    add(
        "does not clamp at 2^A - 1, but cuts off to a byte",
        new Rules() {
          @Override
          BigInteger clamp(BigInteger rounded, int bits) {
            return rounded.max(BigInteger.ZERO);
          }
        });
    add(
        "clamps to signed codes",
        new Rules() {
          @Override
          BigInteger clamp(BigInteger rounded, int bits) {
            return super.clamp(rounded, bits - 1);
          }
        });
  }

  private static Rules clamping(int least, int beyondPower) {
    return new Rules() {
      @Override
      BigInteger clamp(BigInteger rounded, int bits) {
        BigInteger most = BigInteger.valueOf((1 << bits) + beyondPower);
        return rounded.max(BigInteger.valueOf(least)).min(most);
      }
    };
  }

  private void addShifts() {
    add("shifts one place more", shifting(1));
    add("shifts one place less", shifting(-1));
    add(
        "shifts every channel as the first one",
        new Rules() {
          @Override
          int shift(Layer layer, int channel) {
            return super.shift(layer, 0);
          }
        });
    add(
        "ignores the input's exponent",
        new Rules() {
          @Override
          int shift(Layer layer, int channel) {
            return Math.max(0, super.shift(layer, channel) - layer.input().exponent());
          }
        });
    add(
        "masks the shift with 15",
        new Rules() {
          @Override
          int shift(Layer layer, int channel) {
            return super.shift(layer, channel) & 15;
          }
        });
  }

  private static Rules shifting(int more) {
    return new Rules() {
      @Override
      int shift(Layer layer, int channel) {
        return Math.max(0, super.shift(layer, channel) + more);
      }
    };
  }

  private void addSums() {
    add(
        "sums in float32",
        new Rules() {
          @Override
          long sum(long[] products, long bias) {
            float sum = bias;
            for (long product : products) {
              sum += product;
            }
            return (long) sum;
          }
        });
    add(
        "adds pairs of products with saturation at 16 bits",
        new Rules() {
          @Override
          long sum(long[] products, long bias) {
            long sum = bias;
            for (int i = 0; i < products.length; i += 2) {
              long pair = products[i] + (i + 1 < products.length ? products[i + 1] : 0);
              sum += Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, pair));
            }
            return sum;
          }
        });
    add(
        "saturates accumulators at 24 bits",
        new Rules() {
          @Override
          long sum(long[] products, long bias) {
            long limit = 1 << 24;
            return Math.max(-limit, Math.min(limit - 1, super.sum(products, bias)));
          }
        });
    add(
        "takes the next channel's bias",
        new Rules() {
          @Override
          long bias(Layer layer, int channel) {
            return super.bias(layer, (channel + 1) % layer.outChannels());
          }
        });
    add(
        "takes a bias of 16 bits",
        new Rules() {
          @Override
          long bias(Layer layer, int channel) {
            return (short) super.bias(layer, channel);
          }
        });
    add(
        "forgets the last input channel beyond an even number",
        new Rules() {
          @Override
          long weight(Layer layer, int channel, int ky, int kx, int in) {
            boolean forgotten = in > 0 && in % 2 == 0 && in == layer.inChannels() - 1;
            return forgotten ? 0 : super.weight(layer, channel, ky, kx, in);
          }
        });
  }

  private void add(String name, Rules rules) {
    mutants.put(name, rules);
  }
}
