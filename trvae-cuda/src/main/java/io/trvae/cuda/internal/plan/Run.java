package io.trvae.cuda.internal.plan;

import io.trvae.cuda.internal.gpu.GpuStream;
import io.trvae.cuda.internal.kernels.Kernels;
import java.util.Map;

/**
 * What the steps of a plan need to compute a batch.
 *
 * @param stream takes the work
 * @param kernels the kernels
 * @param batch the number of images
 * @param processors of the GPU
 * @param areas addresses of the memory to use
 * @param ofBytes whether images come in as bytes, pixel by pixel
 * @param inputStride floats from one image or code that comes in to the next
 * @param constants address of the plan's
 * @param labels address of the rows of labels' features
 * @param labelWidth floats of a row
 * @param labelRows address of the images' places among the rows
 * @param partial address of unfinished sums
 */
record Run(
    GpuStream stream,
    Kernels kernels,
    int batch,
    int processors,
    Map<Area, Long> areas,
    boolean ofBytes,
    int inputStride,
    long constants,
    long labels,
    int labelWidth,
    long labelRows,
    long partial) {

  long area(Area area) {
    Long address = areas.get(area);
    if (address == null) {
      throw new IllegalArgumentException("No memory for " + area);
    }
    return address;
  }

  /** Returns the address of a part of the rows of labels' features. */
  long label(int offset) {
    return labels + (long) offset * Float.BYTES;
  }
}
