package io.quantunet.driver.engine.onednn;

import io.quantunet.driver.engine.EngineException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;

/** A primitive with its arguments: runs again and again, and allocates nothing. */
final class Execution implements Runnable {

  private final NativeScope scope;
  private final dnnl_stream queue;
  private final dnnl_primitive step;
  private final memory.desc scratchpad;
  private final String implementation;
  private final Map<Integer, memory> arguments = new LinkedHashMap<>();
  private dnnl_exec_arg_t list;

  Execution(NativeScope scope, stream queue, primitive step, primitive_desc_base description) {
    this.scope = scope;
    this.queue = queue.get();
    this.step = scope.own(step).get();
    this.scratchpad = scope.own(description.scratchpad_desc());
    try (BytePointer name = description.impl_info_str()) {
      this.implementation = name.getString();
    }
  }

  /** Sets an argument; all of them before the first run. */
  Execution with(int argument, memory value) {
    arguments.put(argument, value);
    return this;
  }

  /** What oneDNN chose, e.g. {@code brg_conv_fwd:avx512_core_amx}. */
  String implementation() {
    return implementation;
  }

  memory.desc scratchpad() {
    return scratchpad;
  }

  /** Ends the preparation. */
  void prepare() {
    list = scope.own(new dnnl_exec_arg_t(arguments.size()));
    int next = 0;
    for (Map.Entry<Integer, memory> argument : arguments.entrySet()) {
      list.getPointer(next++).arg(argument.getKey()).memory(argument.getValue().get());
    }
  }

  @Override
  public void run() {
    int status = dnnl.dnnl_primitive_execute(step, queue, arguments.size(), list);
    if (status != dnnl.dnnl_success) {
      throw new EngineException("oneDNN's " + implementation + " ended with status " + status);
    }
  }
}
