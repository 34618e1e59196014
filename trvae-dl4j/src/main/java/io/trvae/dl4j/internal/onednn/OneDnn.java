package io.trvae.dl4j.internal.onednn;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * One oneDNN engine with one stream, and the owner of every native object made through it.
 *
 * <p>Not thread-safe: objects of one instance are used by one thread at a time.
 */
public final class OneDnn implements AutoCloseable {

  private final Deque<Pointer> owned = new ArrayDeque<>();
  private final engine cpu;
  private final stream stream;

  /** Creates an engine on the processor. */
  public OneDnn() {
    cpu = own(new engine(engine.kind.cpu, 0));
    stream = own(new stream(cpu));
  }

  /**
   * Creates an instance on the engine of another one, which must outlive it; for use by another
   * thread.
   */
  public OneDnn(OneDnn other) {
    cpu = other.cpu;
    stream = own(new stream(cpu));
  }

  /** Returns name and version of the library. */
  public static String version() {
    dnnl_version_t version = dnnl.dnnl_version();
    return "oneDNN %d.%d.%d".formatted(version.major(), version.minor(), version.patch());
  }

  /** Tells whether the processor has fast instructions for bfloat16. */
  public static boolean hasBfloat16() {
    // Where there is AMX that of AVX512_BF16 is there, too.
    return has(dnnl.dnnl_cpu_isa_avx512_core_bf16);
  }

  /** Tells whether the processor has AVX2, and not AVX-512 with its larger registers. */
  public static boolean isAvx2() {
    return has(dnnl.dnnl_cpu_isa_avx2) && !has(dnnl.dnnl_cpu_isa_avx512_core);
  }

  /** Tells whether the processor has all extensions of a set, given as bits. */
  private static boolean has(int extensions) {
    return (dnnl.dnnl_get_effective_cpu_isa() & extensions) == extensions;
  }

  /** Returns what elements of a type take, in bytes. */
  public static long bytes(memory.data_type type, long elements) {
    return elements * memory.data_type_size(type);
  }

  /** Returns the engine, for creating primitive descriptors. */
  public engine engine() {
    return cpu;
  }

  /**
   * Makes this instance responsible for freeing a native object.
   *
   * @return the object
   */
  public <P extends Pointer> P own(P pointer) {
    owned.push(pointer);
    return pointer;
  }

  /** Describes float32 memory in a given layout. */
  public memory.desc describe(memory.format_tag layout, long... dims) {
    return describe(memory.data_type.f32, layout, dims);
  }

  /** Describes memory in a given layout. */
  public memory.desc describe(memory.data_type type, memory.format_tag layout, long... dims) {
    return own(new memory.desc(dims, type, layout));
  }

  /** Describes float32 memory in row-major order. */
  public memory.desc plain(long... dims) {
    return describe(plainLayout(dims.length), dims);
  }

  /** Describes float32 images with the channels innermost. */
  public memory.desc channelsLast(long... dims) {
    return channelsLast(memory.data_type.f32, dims);
  }

  /** Describes images with the channels innermost. */
  public memory.desc channelsLast(memory.data_type type, long... dims) {
    return describe(type, memory.format_tag.acdb, dims);
  }

  /** Describes memory with a stride, in elements, for each axis. */
  public memory.desc strided(memory.data_type type, long[] dims, long[] strides) {
    return own(new memory.desc(dims, type, strides));
  }

  /** Describes float32 memory whose layout a primitive chooses. */
  public memory.desc any(long... dims) {
    return any(memory.data_type.f32, dims);
  }

  /** Describes memory whose layout a primitive chooses. */
  public memory.desc any(memory.data_type type, long... dims) {
    return describe(type, memory.format_tag.any, dims);
  }

  private static memory.format_tag plainLayout(int axes) {
    return switch (axes) {
      case 1 -> memory.format_tag.a;
      case 2 -> memory.format_tag.ab;
      case 3 -> memory.format_tag.abc;
      case 4 -> memory.format_tag.abcd;
      default -> throw new IllegalArgumentException("No layout for " + axes + " axes");
    };
  }

  /** Allocates memory, zeroed. */
  public NativeTensor allocate(memory.desc description) {
    memory allocated = own(new memory(own(description), cpu));
    NativeTensor tensor = new NativeTensor(description, allocated);
    tensor.clear();
    return tensor;
  }

  /** Views memory that belongs to somebody else, who must keep it for as long as this instance. */
  public NativeTensor view(memory.desc description, Pointer data) {
    return new NativeTensor(description, own(new memory(own(description), cpu, data)));
  }

  /** Views a part of a tensor that begins some bytes behind its own beginning. */
  public NativeTensor view(NativeTensor tensor, memory.desc description, long offset) {
    return new NativeTensor(
        description,
        own(new memory(description, cpu, new BytePointer(tensor.data()).position(offset))));
  }

  /** Views a part of a tensor. */
  public NativeTensor view(NativeTensor tensor, long[] dims, long[] offsets) {
    return view(tensor.description().submemory_desc(dims, offsets), tensor.data());
  }

  /** Views a row-major tensor in other axes of the same size. */
  public NativeTensor reshape(NativeTensor tensor, long... dims) {
    return view(plain(dims), tensor.data());
  }

  /** Binds a primitive to its arguments. */
  public Step step(primitive_desc_base description, Argument... arguments) {
    return bind(kernel(description), arguments);
  }

  /** Makes the code of a primitive. */
  public Kernel kernel(primitive_desc_base description) {
    own(description);
    primitive made = own(new primitive(description.get()));
    return new Kernel(made.get(), own(description.scratchpad_desc()));
  }

  /** Binds code, of this instance or of the one whose engine it shares, to its arguments. */
  public Step bind(Kernel kernel, Argument... arguments) {
    return new Step(this, kernel, stream, arguments);
  }

  /** Prepares a copy from one tensor to another, which may have different layouts. */
  public Step copy(NativeTensor from, NativeTensor to) {
    return step(
        new reorder.primitive_desc(cpu, from.description(), cpu, to.description()),
        Argument.from(from),
        Argument.to(to));
  }

  /** Frees every native object that this instance made or owns, newest first. */
  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}
