package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.Kernel;
import java.util.List;

/** Runs oneDNN's code. */
record KernelTask(Kernel kernel, List<Operand> operands) implements Task {

  KernelTask {
    operands = List.copyOf(operands);
  }

  @Override
  public boolean repeatsAt(int row) {
    return operands.stream()
        .noneMatch(
            operand ->
                operand instanceof Operand.Variable variable && variable.place().ofEachImage());
  }

  @Override
  public Runnable bind(SessionMemory memory, int row) {
    return memory.bind(kernel, operands, row);
  }
}
