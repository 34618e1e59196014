package io.trvae.spi.training;

/**
 * One operation of a {@link Tape}.
 *
 * <p>Backward passes run in the reverse order of the forward passes; {@link #prepareBackward} is
 * called in that order too, once, after the whole tape has been built.
 *
 * @since 0.1.0
 */
public interface Operation {

  /**
   * Computes the outputs from the inputs.
   *
   * @param mode what for
   */
  void forward(Mode mode);

  /** Sets up the backward pass: primitives, memory, and who adds to which gradient. */
  default void prepareBackward() {}

  /**
   * Computes the gradients of inputs and parameters from those of the outputs.
   *
   * @param target which gradients to compute
   */
  default void backward(Target target) {}

  /**
   * Which gradients a backward pass is for.
   *
   * @since 0.1.0
   */
  enum Target {
    /** Inputs and parameters. */
    ALL,
    /** Inputs alone; the gradients of parameters stay as they are where that saves work. */
    INPUTS
  }

  /**
   * What a forward pass is for.
   *
   * @since 0.1.0
   */
  enum Mode {
    /** Batch statistics, dropout and sampling; a backward pass may follow. */
    TRAINING,
    /** Running statistics, no dropout, the latent mean. */
    INFERENCE
  }
}
