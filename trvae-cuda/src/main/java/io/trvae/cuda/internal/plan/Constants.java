package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.Gpu;
import io.trvae.cuda.internal.gpu.GpuMemory;
import io.trvae.cuda.internal.gpu.GpuStream;
import io.trvae.cuda.internal.gpu.PinnedMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** What does not change from call to call: gathered while compiling, then copied in one go. */
final class Constants {

  private static final int ALIGNMENT = 256;

  private record Item(long offset, ByteBuffer bytes) {}

  private final List<Item> items = new ArrayList<>();
  private long size;

  /** Adds bytes from position to limit; returns where they will be. */
  long add(ByteBuffer bytes) {
    long offset = size;
    items.add(new Item(offset, bytes));
    size += (bytes.remaining() + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
    return offset;
  }

  /** Adds floats; returns where they will be. */
  long add(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    return add(bytes);
  }

  /** Copies all to a GPU, and keeps nothing: that would be as large as the model. */
  GpuMemory upload(Gpu gpu) {
    GpuMemory memory = gpu.allocate(Math.max(size, ALIGNMENT));
    long largest = items.stream().mapToLong(item -> item.bytes.remaining()).max().orElse(1);
    try (PinnedMemory staging = gpu.pin(largest);
        GpuStream stream = gpu.stream()) {
      for (Item item : items) {
        long bytes = item.bytes.remaining();
        staging.bytes().put(item.bytes.duplicate());
        stream.upload(staging, 0, memory.address() + item.offset, bytes);
        stream.await();
      }
    }
    items.clear();
    return memory;
  }
}
