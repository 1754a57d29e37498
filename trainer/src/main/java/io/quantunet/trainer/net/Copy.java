package io.quantunet.trainer.net;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;

/** A copy between two layouts of the same dimensions, rounding where the target is narrower. */
final class Copy implements AutoCloseable {

  private final Kernel kernel;

  private Copy(Workspace workspace, memory.desc from, memory.desc to, boolean adding) {
    try (primitive_attr attributes = Kernel.attributes();
        post_ops sum = new post_ops()) {
      if (adding) {
        sum.append_sum();
        attributes.set_post_ops(sum);
      }
      try (reorder.primitive_desc description =
          new reorder.primitive_desc(OneDnn.cpu(), from, OneDnn.cpu(), to, attributes, false)) {
        this.kernel =
            new Kernel(workspace, new reorder(description), description)
                .argument(dnnl.DNNL_ARG_FROM, from)
                .argument(dnnl.DNNL_ARG_TO, to);
      }
    }
  }

  /** The target becomes the source. */
  static Copy replacing(Workspace workspace, memory.desc from, memory.desc to) {
    return new Copy(workspace, from, to, false);
  }

  /** The source is added to the target. */
  static Copy adding(Workspace workspace, memory.desc from, memory.desc to) {
    return new Copy(workspace, from, to, true);
  }

  void run(Pointer from, Pointer to) {
    kernel.place(dnnl.DNNL_ARG_FROM, from).place(dnnl.DNNL_ARG_TO, to).run();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
