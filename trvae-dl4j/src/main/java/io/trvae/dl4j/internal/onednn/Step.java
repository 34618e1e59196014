package io.trvae.dl4j.internal.onednn;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.stream;

/** A primitive bound to its arguments, ready to run without allocation. */
public final class Step implements Runnable {

  private final dnnl_primitive primitive;
  private final dnnl_stream stream;
  private final dnnl_exec_arg_t arguments;
  private final int count;

  Step(OneDnn owner, Kernel kernel, stream stream, Argument... bound) {
    this.primitive = kernel.primitive();
    this.stream = stream.get();
    this.count = bound.length;
    dnnl_exec_arg_t array = owner.own(new dnnl_exec_arg_t(count));
    for (int i = 0; i < count; i++) {
      array.position(i).arg(bound[i].role()).memory(bound[i].tensor().memory().get());
    }
    this.arguments = array.position(0);
  }

  /** Runs the primitive to its end. */
  @Override
  public void run() {
    int status = dnnl.dnnl_primitive_execute(primitive, stream, count, arguments);
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException("oneDNN failed with status " + status);
    }
  }
}
