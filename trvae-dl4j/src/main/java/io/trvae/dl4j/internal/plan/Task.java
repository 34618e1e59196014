package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.Kernel;
import java.util.List;

/** A kernel and what it works on. */
record Task(Kernel kernel, List<Operand> operands) {

  Task {
    operands = List.copyOf(operands);
  }
}
