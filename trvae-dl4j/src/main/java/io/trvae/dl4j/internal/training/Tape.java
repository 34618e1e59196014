package io.trvae.dl4j.internal.training;

import java.util.ArrayList;
import java.util.List;

/** Operations in the order of their forward passes. */
final class Tape {

  private final List<Operation> operations = new ArrayList<>();

  <O extends Operation> O add(O operation) {
    operations.add(operation);
    return operation;
  }

  /** Sets up all backward passes; call once, after the last operation was added. */
  void prepareBackward() {
    for (int i = operations.size() - 1; i >= 0; i--) {
      operations.get(i).prepareBackward();
    }
  }

  void forward(Operation.Mode mode) {
    operations.forEach(operation -> operation.forward(mode));
  }

  void backward(Operation.Target target) {
    for (int i = operations.size() - 1; i >= 0; i--) {
      operations.get(i).backward(target);
    }
  }
}
