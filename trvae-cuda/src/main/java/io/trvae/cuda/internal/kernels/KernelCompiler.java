package io.trvae.cuda.internal.kernels;

import io.trvae.Precision;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Compiles kernels at run time, by NVRTC; takes about half a second. */
public final class KernelCompiler {

  private KernelCompiler() {}

  /**
   * Compiles for a GPU: to its machine code, or where the compiler is older than the GPU, to code
   * for the newest that it knows, which the driver translates.
   *
   * @param architecture ten times the major number of the compute capability plus the minor one
   * @param precision what to compute in
   * @param source the program, a name of {@link KernelSource}
   * @return what a driver can load
   * @throws IllegalStateException if the source does not compile; the message has the compiler's
   */
  static byte[] compile(int architecture, Precision precision, String source) {
    int known = newestUpTo(architecture);
    boolean exact = known == architecture;
    try (_nvrtcProgram program = new _nvrtcProgram()) {
      create(program, source);
      try {
        List<String> options =
            List.of(
                "--gpu-architecture=" + (exact ? "sm_" : "compute_") + known,
                "--std=c++17",
                "-DTRVAE_" + precision.id().toUpperCase(Locale.ROOT) + "=1");
        int status =
            nvrtc.nvrtcCompileProgram(
                program, options.size(), new PointerPointer<>(options.toArray(String[]::new)));
        if (status != nvrtc.NVRTC_SUCCESS) {
          throw new IllegalStateException(
              "The kernels do not compile with %s: %s%n%s"
                  .formatted(options, nvrtc.nvrtcGetErrorString(status).getString(), log(program)));
        }
        return image(program, exact);
      } finally {
        nvrtc.nvrtcDestroyProgram(program);
      }
    }
  }

  private static void create(_nvrtcProgram program, String main) {
    String[] headers = KernelSource.HEADERS.stream().map(KernelSource::read).toArray(String[]::new);
    String[] names = KernelSource.HEADERS.toArray(String[]::new);
    try (BytePointer source = new BytePointer(KernelSource.read(main));
        BytePointer name = new BytePointer(main)) {
      check(
          "nvrtcCreateProgram",
          nvrtc.nvrtcCreateProgram(
              program,
              source,
              name,
              headers.length,
              new PointerPointer<>(headers),
              new PointerPointer<>(names)));
    }
  }

  private static int newestUpTo(int architecture) {
    int[] count = new int[1];
    check("nvrtcGetNumSupportedArchs", nvrtc.nvrtcGetNumSupportedArchs(count));
    int[] known = new int[count[0]];
    check("nvrtcGetSupportedArchs", nvrtc.nvrtcGetSupportedArchs(known));
    return Arrays.stream(known)
        .filter(each -> each <= architecture)
        .max()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "NVRTC knows no architecture up to sm_"
                        + architecture
                        + ", only "
                        + Arrays.toString(known)));
  }

  private static byte[] image(_nvrtcProgram program, boolean machineCode) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      check(
          "nvrtcGetCUBINSize",
          machineCode
              ? nvrtc.nvrtcGetCUBINSize(program, size)
              : nvrtc.nvrtcGetPTXSize(program, size));
      byte[] image = new byte[Math.toIntExact(size.get())];
      check(
          "nvrtcGetCUBIN",
          machineCode ? nvrtc.nvrtcGetCUBIN(program, image) : nvrtc.nvrtcGetPTX(program, image));
      return image;
    }
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      check("nvrtcGetProgramLogSize", nvrtc.nvrtcGetProgramLogSize(program, size));
      byte[] text = new byte[Math.toIntExact(size.get())];
      check("nvrtcGetProgramLog", nvrtc.nvrtcGetProgramLog(program, text));
      // Without C's mark at the end.
      return new String(text, 0, text.length - 1, StandardCharsets.UTF_8);
    }
  }

  private static void check(String call, int status) {
    if (status != nvrtc.NVRTC_SUCCESS) {
      throw new IllegalStateException(
          call + " failed: " + nvrtc.nvrtcGetErrorString(status).getString());
    }
  }
}
