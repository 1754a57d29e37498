package io.quantunet.trainer.net;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.javacpp.Pointer;

/** A oneDNN primitive and its arguments; where they lie is said before each run. */
final class Kernel implements AutoCloseable {

  private final Workspace workspace;
  private final primitive step;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final Map<Integer, memory> memories = new HashMap<>();
  private final List<Pointer> owned = new ArrayList<>();
  private final boolean needsScratchpad;

  /**
   * @param description what {@code step} was made from, with {@link #attributes}
   */
  Kernel(Workspace workspace, primitive step, primitive_desc_base description) {
    this.workspace = workspace;
    this.step = step;
    owned.add(step);
    owned.add(arguments);
    try (memory.desc scratchpad = description.scratchpad_desc()) {
      this.needsScratchpad = scratchpad.get_size() > 0;
      if (needsScratchpad) {
        workspace.reserve(0, scratchpad.get_size());
        argument(dnnl.DNNL_ARG_SCRATCHPAD, scratchpad);
      }
    }
  }

  /** Attributes that let the workspace lend the scratchpad. */
  static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }

  /** Declares an argument whose place is given before each run. */
  Kernel argument(int name, memory.desc layout) {
    memory unplaced = new memory(layout, OneDnn.cpu(), new Pointer((Pointer) null));
    owned.add(unplaced);
    return argument(name, unplaced);
  }

  /** Declares an argument that stays where it is; its owner is the caller. */
  Kernel argument(int name, memory placed) {
    memories.put(name, placed);
    arguments.put(name, placed);
    return this;
  }

  /** Says where an argument lies. */
  Kernel place(int name, Pointer where) {
    memories.get(name).set_data_handle(where);
    return this;
  }

  void run() {
    if (needsScratchpad) {
      place(dnnl.DNNL_ARG_SCRATCHPAD, workspace.scratchpad());
    }
    workspace.run(step, arguments);
  }

  @Override
  public void close() {
    owned.forEach(Pointer::deallocate);
  }
}
