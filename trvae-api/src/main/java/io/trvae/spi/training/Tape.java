package io.trvae.spi.training;

import java.util.ArrayList;
import java.util.List;

/**
 * Operations in the order of their forward passes. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class Tape {

  private final List<Operation> operations = new ArrayList<>();

  /** Creates a tape without operations. */
  public Tape() {}

  /**
   * Appends an operation.
   *
   * @param <O> its type
   * @param operation what to append
   * @return the operation
   */
  public <O extends Operation> O add(O operation) {
    operations.add(operation);
    return operation;
  }

  /** Sets up all backward passes; call once, after the last operation was added. */
  public void prepareBackward() {
    for (int i = operations.size() - 1; i >= 0; i--) {
      operations.get(i).prepareBackward();
    }
  }

  /**
   * Runs all operations forward.
   *
   * @param mode what for
   */
  public void forward(Operation.Mode mode) {
    operations.forEach(operation -> operation.forward(mode));
  }

  /**
   * Runs all operations backward, the last one first.
   *
   * @param target which gradients to compute
   */
  public void backward(Operation.Target target) {
    for (int i = operations.size() - 1; i >= 0; i--) {
      operations.get(i).backward(target);
    }
  }
}
