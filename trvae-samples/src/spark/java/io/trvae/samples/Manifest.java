package io.trvae.samples;

import io.trvae.DomainLabel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What became of each file of a call, in {@code manifest.json}, and which pictures failed, in
 * {@code failures.json}: folders with a line of JSON for each.
 *
 * <p>The folders are written at the end, and tell of all files, those of earlier calls included. So
 * they need not be kept up to date: which files are there decides what is drawn.
 */
final class Manifest {

  /** A second's work or two: what is lost with an executor, and how evenly the end is shared. */
  private static final int PICTURES_PER_TASK = 64;

  private static final String DRAWN = "drawn";
  private static final String KEPT = "kept";
  private static final String FAILED = "failed";

  private static final StructType OUTCOME =
      new StructType()
          .add("path", "string")
          .add("domain", "string")
          .add("file", "string")
          .add("status", "string")
          .add("reason", "string");

  private final SparkSession spark;
  private final Path outcomes;
  private final Path failures;

  /**
   * Creates a manifest.
   *
   * @param folder where it goes
   */
  Manifest(SparkSession spark, Path folder) {
    this.spark = spark;
    this.outcomes = folder.resolve("manifest.json");
    this.failures = folder.resolve("failures.json");
  }

  /** How many files were drawn, were there already, or could not be drawn. */
  record Counts(long drawn, long kept, long failed) {}

  /** Returns where the pictures that failed are listed. */
  Path failures() {
    return failures;
  }

  /** Draws pictures, and writes what became of them. */
  void write(List<PictureFile> pictures, PartitionTransfer transfer) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Row> rows = pictures.stream().map(Manifest::row).toList();
    int tasks = Math.max(context.defaultParallelism(), 1 + rows.size() / PICTURES_PER_TASK);
    spark
        .createDataFrame(context.parallelize(rows, tasks).mapPartitions(transfer), OUTCOME)
        .repartition(1)
        .sortWithinPartitions("path", "domain")
        .write()
        .mode(SaveMode.Overwrite)
        .json(HadoopPaths.target(outcomes));
    read()
        .where(status(FAILED))
        .select("path", "reason")
        .distinct()
        .repartition(1)
        .sortWithinPartitions("path")
        .write()
        .mode(SaveMode.Overwrite)
        .json(HadoopPaths.target(failures));
  }

  /** Counts the files, in what was written: counting on the way counts twice what is repeated. */
  Counts counts() {
    return new Counts(count(DRAWN), count(KEPT), count(FAILED));
  }

  private long count(String status) {
    return read().where(status(status)).count();
  }

  private Dataset<Row> read() {
    return spark.read().schema(OUTCOME).json(HadoopPaths.pattern(outcomes));
  }

  private static String status(String status) {
    return "status = '" + status + "'";
  }

  private static Row row(PictureFile picture) {
    return RowFactory.create(picture.file().toAbsolutePath().toString(), picture.name().toString());
  }

  static PictureFile picture(Row row) {
    return new PictureFile(Path.of(row.getString(0)), Path.of(row.getString(1)));
  }

  static Row kept(Path picture, DomainLabel domain, Path file) {
    return outcome(picture, domain, file, KEPT, Optional.empty());
  }

  static Row outcome(Path picture, DomainLabel domain, Path file, Optional<String> failure) {
    return outcome(picture, domain, file, failure.isEmpty() ? DRAWN : FAILED, failure);
  }

  private static Row outcome(
      Path picture, DomainLabel domain, Path file, String status, Optional<String> reason) {
    return RowFactory.create(
        picture.toString(), domain.toString(), file.toString(), status, reason.orElse(null));
  }
}
