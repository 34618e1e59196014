package io.trvae.dl4j.internal.onednn;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * How many threads oneDNN takes inside a call.
 *
 * <p>oneDNN asks OpenMP, whose setting belongs to the calling thread and has no other door than a C
 * function of OpenMP's own library.
 */
public final class OpenMp {

  /** RTLD_LAZY without RTLD_GLOBAL: another oneDNN, ND4J's, must not find the symbols of ours. */
  private static final int LAZY_AND_LOCAL = 1;

  static {
    // What oneDNN is linked to, however many others there are in the process.
    Map<String, ?> options =
        Platform.isWindows() ? Map.of() : Map.of(Library.OPTION_OPEN_FLAGS, LAZY_AND_LOCAL);
    Native.register(OpenMp.class, NativeLibrary.getInstance(Loader.load(dnnl.class), options));
  }

  private OpenMp() {}

  /** Restores a thread's setting. */
  public interface Limit extends AutoCloseable {
    @Override
    void close();
  }

  /** Lets oneDNN compute on the calling thread alone until the limit is closed by it. */
  public static Limit oneThread() {
    int before = omp_get_max_threads();
    omp_set_num_threads(1);
    return () -> omp_set_num_threads(before);
  }

  private static native int omp_get_max_threads();

  private static native void omp_set_num_threads(int threads);
}
