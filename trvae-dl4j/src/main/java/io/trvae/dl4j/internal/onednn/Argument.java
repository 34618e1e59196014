package io.trvae.dl4j.internal.onednn;

import org.bytedeco.dnnl.global.dnnl;

/**
 * A tensor in the role that a primitive has for it.
 *
 * @param role one of oneDNN's {@code DNNL_ARG_} numbers
 * @param tensor the memory
 */
public record Argument(int role, NativeTensor tensor) {

  /** The source of a copy. */
  static Argument from(NativeTensor tensor) {
    return new Argument(dnnl.DNNL_ARG_FROM, tensor);
  }

  /** The target of a copy. */
  static Argument to(NativeTensor tensor) {
    return new Argument(dnnl.DNNL_ARG_TO, tensor);
  }
}
