package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.NativeTensor;

/** What a kernel is given in one of its roles, each named by a {@code DNNL_ARG_} number. */
sealed interface Operand {

  int role();

  /** A weight, the same for all sessions. */
  record Constant(int role, NativeTensor tensor) implements Operand {}

  /** Values of the session. */
  record Variable(int role, Place place) implements Operand {}
}
