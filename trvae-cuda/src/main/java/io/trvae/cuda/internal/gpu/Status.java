package io.trvae.cuda.internal.gpu;

import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** What CUDA's calls return. */
final class Status {

  private Status() {}

  /**
   * Turns a status other than success into an exception.
   *
   * @param call the name of the call
   * @param device what it was called on
   * @param status what it returned
   */
  static void check(String call, String device, int status) {
    if (status == cudart.CUDA_SUCCESS) {
      return;
    }
    throw new GpuException(
        "%s failed on %s: %s".formatted(call, device, name(status)),
        remedy(status),
        status == cudart.CUDA_ERROR_OUT_OF_MEMORY);
  }

  private static String remedy(int status) {
    return switch (status) {
      case cudart.CUDA_ERROR_OUT_OF_MEMORY ->
          "use smaller batches, or end what else occupies the GPU's memory";
      case cudart.CUDA_ERROR_INVALID_VALUE,
          cudart.CUDA_ERROR_INVALID_CONTEXT,
          cudart.CUDA_ERROR_NOT_FOUND ->
          "report it, it is a fault of this library";
      default ->
          "the GPU is lost to this pipeline; close it and open another; if that fails too, start the"
              + " application anew, and look for the cause in the system's log (Xid)";
    };
  }

  /** Returns the driver's name and text for a status. */
  static String name(int status) {
    try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
      String name =
          cudart.cuGetErrorName(status, text) == cudart.CUDA_SUCCESS
              ? text.getString(0)
              : "CUDA status " + status;
      return cudart.cuGetErrorString(status, text) == cudart.CUDA_SUCCESS
          ? name + " (" + text.getString(0) + ")"
          : name;
    }
  }
}
