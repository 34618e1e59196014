package io.trvae.spi.training;

/**
 * A part of what training minimises: the gradient of its value, times a weight, is what its
 * backward pass adds.
 *
 * @since 0.1.0
 */
public interface Loss extends Operation {

  /**
   * Returns what the last forward pass measured, not weighted.
   *
   * @return the value
   */
  double value();

  /**
   * A loss whose backward pass can be left out.
   *
   * @since 0.1.0
   */
  interface Switched extends Loss {

    /**
     * Switches the gradient on or off; it starts off.
     *
     * @param value whether backward passes to come add it
     */
    void setActive(boolean value);
  }
}
