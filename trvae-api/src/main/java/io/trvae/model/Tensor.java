package io.trvae.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An immutable array of numbers with a shape, kept in the bytes that a model file has for it.
 *
 * <p>Thread-safe. The tensors of one file share the array that the file was read into; {@link
 * #toFloats()} copies.
 *
 * @since 0.1.0
 */
public final class Tensor {

  private final List<Integer> shape;
  private final WeightType type;
  private final ByteBuffer bytes;

  private Tensor(List<Integer> shape, WeightType type, ByteBuffer bytes) {
    this.shape = List.copyOf(shape);
    this.type = type;
    this.bytes = bytes;
  }

  /**
   * Creates a float32 tensor.
   *
   * @param shape the axes
   * @param values the values in row-major order; copied
   * @return the tensor
   * @throws IllegalArgumentException if the number of values is not the product of the axes
   */
  public static Tensor of(List<Integer> shape, float[] values) {
    if (elements(shape) != values.length) {
      throw new IllegalArgumentException(values.length + " values do not fill the shape " + shape);
    }
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return new Tensor(shape, WeightType.FLOAT32, bytes);
  }

  /**
   * Views stored bytes as a tensor; the buffer must never change afterwards.
   *
   * @throws IllegalArgumentException if the number of bytes does not fit type and shape
   */
  static Tensor view(List<Integer> shape, WeightType type, ByteBuffer bytes) {
    ByteBuffer slice = bytes.slice();
    if (elements(shape) * (long) type.bytes() != slice.remaining()) {
      throw new IllegalArgumentException(
          slice.remaining() + " bytes do not fill the shape " + shape + " of " + type);
    }
    return new Tensor(shape, type, slice);
  }

  /**
   * Multiplies the axes.
   *
   * @throws ArithmeticException if the product exceeds 2^31 - 1
   */
  static int elements(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /**
   * Returns the axes.
   *
   * @return an unmodifiable list; empty for a scalar
   */
  public List<Integer> shape() {
    return shape;
  }

  /**
   * Returns the type that the values are stored in.
   *
   * @return the type
   */
  public WeightType type() {
    return type;
  }

  /**
   * Returns the number of values.
   *
   * @return the product of the axes
   */
  public int size() {
    return elements(shape);
  }

  /**
   * Returns the values.
   *
   * @return a new array in row-major order
   */
  public float[] toFloats() {
    float[] values = new float[size()];
    ByteBuffer view = bytes();
    if (type == WeightType.FLOAT32) {
      view.asFloatBuffer().get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = Float16.toFloat(view.getShort());
      }
    }
    return values;
  }

  /** Returns the stored bytes, little-endian and read-only, from position to limit. */
  ByteBuffer bytes() {
    return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns type and shape. */
  @Override
  public String toString() {
    return "Tensor[" + type + " " + shape + "]";
  }
}
