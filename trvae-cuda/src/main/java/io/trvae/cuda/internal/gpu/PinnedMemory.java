package io.trvae.cuda.internal.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Memory of the machine that a GPU can read and write by itself. */
public final class PinnedMemory implements GpuResource {

  private final Pointer memory;
  private final ByteBuffer bytes;

  PinnedMemory(Pointer memory, long size) {
    this.memory = memory;
    this.bytes =
        new BytePointer(memory).capacity(size).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** Returns the memory; not to be touched after closing. */
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.nativeOrder());
  }

  Pointer pointer() {
    return memory;
  }

  @Override
  public void close() {
    cudart.cuMemFreeHost(memory);
  }
}
