package io.trvae.dl4j.internal.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Off-heap float32 memory with its layout; owned by the {@link OneDnn} that made it. */
public final class NativeTensor {

  private final memory.desc description;
  private final memory memory;
  private final FloatPointer data;

  NativeTensor(memory.desc description, memory memory) {
    this.description = description;
    this.memory = memory;
    this.data =
        new FloatPointer(memory.get_data_handle()).capacity(description.get_size() / Float.BYTES);
  }

  /** Returns shape and layout. */
  public memory.desc description() {
    return description;
  }

  memory memory() {
    return memory;
  }

  Pointer data() {
    return data;
  }

  /**
   * Returns a view of all elements in the order of the layout; a new one with its own position at
   * each call.
   */
  public FloatBuffer floats() {
    return data.asBuffer();
  }

  /** Tells whether another tensor has the same shape and layout. */
  public boolean isLike(memory.desc other) {
    return description.equals(other);
  }

  /** Sets every element, padding of the layout included, to 0. */
  public void clear() {
    Pointer.memset(data, 0, description.get_size());
  }
}
