package io.quantunet.trainer.net;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Max-pooling 2x2 with stride 2 between two fixed tensors, by oneDNN. Ties go to the first of the
 * window, as in PyTorch.
 */
final class MaxPool implements AutoCloseable {

  private final Tensor input;
  private final Tensor output;
  private final memory winners;
  private final Kernel forward;
  private final Kernel backward;

  MaxPool(Workspace workspace, Tensor input, Tensor output) {
    this.input = input;
    this.output = output;
    try (pooling_forward.primitive_desc plan = forward(input.precision());
        pooling_forward.primitive_desc hint = forward(Precision.FLOAT32);
        pooling_backward.primitive_desc backwardPlan = backward(hint);
        memory.desc winnersLayout = plan.workspace_desc();
        memory.desc in = OneDnn.images(input, input.precision(), input.images());
        memory.desc out = OneDnn.images(output, output.precision(), input.images());
        memory.desc inGradient = OneDnn.images(input, Precision.FLOAT32, input.images());
        memory.desc outGradient = OneDnn.images(output, Precision.FLOAT32, input.images())) {
      this.winners = new memory(winnersLayout, OneDnn.cpu());
      this.forward =
          new Kernel(workspace, new pooling_forward(plan), plan)
              .argument(dnnl.DNNL_ARG_SRC, in)
              .argument(dnnl.DNNL_ARG_DST, out)
              .argument(dnnl.DNNL_ARG_WORKSPACE, winners);
      this.backward =
          new Kernel(workspace, new pooling_backward(backwardPlan), backwardPlan)
              .argument(dnnl.DNNL_ARG_DIFF_DST, outGradient)
              .argument(dnnl.DNNL_ARG_DIFF_SRC, inGradient)
              .argument(dnnl.DNNL_ARG_WORKSPACE, winners);
    }
  }

  /** Pools, and remembers each window's winner. */
  void forward() {
    forward.place(dnnl.DNNL_ARG_SRC, input.at(0)).place(dnnl.DNNL_ARG_DST, output.at(0)).run();
  }

  /** Gives the gradient of the output to each window's winner; the others get 0. */
  void backward(Tensor outputGradient, Tensor inputGradient) {
    backward
        .place(dnnl.DNNL_ARG_DIFF_DST, outputGradient.at(0))
        .place(dnnl.DNNL_ARG_DIFF_SRC, inputGradient.at(0))
        .run();
  }

  @Override
  public void close() {
    forward.close();
    backward.close();
    winners.deallocate();
  }

  private pooling_forward.primitive_desc forward(Precision precision) {
    try (memory.desc in = OneDnn.images(input, precision, input.images());
        memory.desc out = OneDnn.images(output, precision, input.images());
        primitive_attr attributes = Kernel.attributes()) {
      return new pooling_forward.primitive_desc(
          OneDnn.cpu(),
          dnnl.prop_kind.forward_training,
          dnnl.algorithm.pooling_max,
          in,
          out,
          twoByTwo(),
          twoByTwo(),
          none(),
          none(),
          none(),
          attributes,
          false);
    }
  }

  private pooling_backward.primitive_desc backward(pooling_forward.primitive_desc hint) {
    try (memory.desc in = OneDnn.images(input, Precision.FLOAT32, input.images());
        memory.desc out = OneDnn.images(output, Precision.FLOAT32, input.images());
        primitive_attr attributes = Kernel.attributes()) {
      return new pooling_backward.primitive_desc(
          OneDnn.cpu(),
          dnnl.algorithm.pooling_max,
          in,
          out,
          twoByTwo(),
          twoByTwo(),
          none(),
          none(),
          none(),
          hint,
          attributes,
          false);
    }
  }

  private static long[] twoByTwo() {
    return new long[] {2, 2};
  }

  private static long[] none() {
    return new long[] {0, 0};
  }
}
