package io.trvae.samples.benchmark;

import io.trvae.samples.benchmark.engine.EngineKind;

/**
 * What is measured, and under what circumstances.
 *
 * @param benchmark what is done, one of the constants here
 * @param engine what computes
 * @param architecture the network, or {@link #NONE}
 * @param dtype the precision
 * @param batch images per call, 0 where there are none
 * @param threads the threads that the engine may compute with
 * @param load {@link #IDLE} or {@link #BUSY}
 */
record Cell(
    String benchmark,
    String engine,
    String architecture,
    String dtype,
    int batch,
    int threads,
    String load) {

  /** Measures nothing: computes what all engines must agree on. */
  static final String REFERENCE = "reference";

  /** A transfer from array to array. */
  static final String TRANSFER = "transfer";

  /** A transfer by the pipeline, from image to image. */
  static final String PIPELINE = "pipeline";

  /** A transfer by the pipeline, from JPEG file to JPEG file. */
  static final String PIPELINE_JPEG = "pipeline_jpeg";

  /** What is added to the last two where eight threads call at once. */
  static final String CALLERS = "_8_callers";

  /** A face in a large photo: found, drawn anew, put back. */
  static final String PHOTO = "photo";

  /** The first part of the same. */
  static final String PHOTO_LOCATE = "photo_locate";

  /** Reading such a photo from a JPEG file. */
  static final String PHOTO_DECODE = "photo_decode";

  /** A product of large matrices. */
  static final String GEMM = "gemm";

  /** From the start of an application to its first picture. */
  static final String START = "start";

  /** Training steps. */
  static final String TRAINING = "training";

  /** The machine does nothing else. */
  static final String IDLE = "idle";

  /** Each core but one has a process that never rests. */
  static final String BUSY = "busy";

  /** In place of an architecture where there is none. */
  static final String NONE = "*";

  static Cell of(
      String benchmark, EngineKind kind, String architecture, int batch, int threads, String load) {
    return new Cell(benchmark, kind.engine(), architecture, kind.dtype(), batch, threads, load);
  }

  EngineKind kind() {
    for (EngineKind kind : EngineKind.values()) {
      if (kind.engine().equals(engine) && kind.dtype().equals(dtype)) {
        return kind;
      }
    }
    throw new IllegalStateException("No engine is named " + engine + " " + dtype);
  }

  /** Tells what is measured, in one line. */
  @Override
  public String toString() {
    return "%s of %s %s: %s, batch %d, %d threads, %s"
        .formatted(benchmark, engine, dtype, architecture, batch, threads, load);
  }
}
