package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.kernels.Arguments;
import io.trvae.spi.training.GradientPart;
import org.jspecify.annotations.Nullable;

/**
 * The gradient by something that several operations use: each contributes a part.
 *
 * <p>The first to claim a part, which is the first to run backward, overwrites the sum; each later
 * one adds to it.
 */
final class GradientSum {

  private final Device device;
  private final GpuResources owner;
  private final long sum;
  private final long floats;
  private final @Nullable GpuFeatures features;
  private boolean claimed;

  /**
   * Prepares a sum.
   *
   * @param features whose gradient it is, which a host may write; null for a parameter's
   */
  GradientSum(
      Device device, GpuResources owner, long sum, long floats, @Nullable GpuFeatures features) {
    this.device = device;
    this.owner = owner;
    this.sum = sum;
    this.floats = floats;
    this.features = features;
  }

  /** Returns the sum's address; complete once all who claimed a part have run. */
  long sum() {
    return sum;
  }

  /** Gives an operation the place for its part; to be called in the order of backward passes. */
  Part claim() {
    boolean first = !claimed;
    claimed = true;
    return new Part(first ? sum : device.allocate(owner, floats));
  }

  /** Where an operation writes its part. */
  final class Part implements GradientPart {

    private final long target;

    private Part(long target) {
      this.target = target;
    }

    /** Returns the address to be overwritten. */
    long target() {
      return target;
    }

    /** Called when the target has been written. */
    void finish() {
      if (target != sum) {
        device.launch("add", floats, new Arguments().addresses(target, sum, floats));
      }
    }

    @Override
    public void put(float[] values) {
      if (features == null) {
        throw new IllegalStateException("A parameter's gradient is written by the GPU alone");
      }
      features.putInto(target, values);
      finish();
    }
  }
}
