package io.trvae.dl4j.internal.onednn;

import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.memory;

/**
 * The code of a primitive; immutable, and run by any number of threads at once if each gives it a
 * scratchpad of its own.
 *
 * @param primitive the native object, owned by the {@link OneDnn} that made it
 * @param scratchpad the memory that it works in; of size 0 unless it was made to be given one
 */
public record Kernel(dnnl_primitive primitive, memory.desc scratchpad) {}
