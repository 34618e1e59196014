package io.trvae.samples;

import java.nio.file.Path;

/** Paths as Spark, which has them from Hadoop, writes them. */
final class HadoopPaths {

  private HadoopPaths() {}

  /** Returns where to write: with its scheme, for a cluster may have a file system of its own. */
  static String target(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri()).toString();
  }

  /** Returns what to read, which Spark takes for a pattern. */
  static String pattern(Path path) {
    return target(path).replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }
}
