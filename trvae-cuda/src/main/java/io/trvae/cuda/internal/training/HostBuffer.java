package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.gpu.GpuResources;
import io.trvae.cuda.internal.gpu.PinnedMemory;

/** Memory of the machine and of the GPU for what goes there, so that nobody waits for the copy. */
final class HostBuffer {

  private final Device device;
  private final PinnedMemory host;
  private final long address;
  private long queuedAt = -1;

  HostBuffer(Device device, GpuResources owner, long floats) {
    this.device = device;
    host = device.pin(owner, floats);
    address = device.allocate(owner, floats);
  }

  /** Returns where on the GPU it goes. */
  long address() {
    return address;
  }

  /** Queues copying values to the beginning. */
  void put(float[] values) {
    if (queuedAt == device.awaited()) {
      // The last copy may still be reading.
      device.await();
    }
    host.bytes().asFloatBuffer().put(values);
    device.upload(host, address, values.length);
    queuedAt = device.awaited();
  }
}
