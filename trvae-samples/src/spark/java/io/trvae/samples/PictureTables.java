package io.trvae.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Finds pictures that are named in tables, beside those that are named themselves. */
final class PictureTables {

  private static final String PATH = "path";
  private static final String NAME = "name";

  /** Quotes in fields are doubled, as everywhere but in Spark. */
  private static final Map<String, String> CSV =
      Map.of("header", "true", "multiLine", "true", "escape", "\"");

  private final SparkSession spark;

  PictureTables(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Lists pictures as {@link PictureFile#find} does, and those that tables name.
   *
   * @throws IllegalArgumentException if a table does not say where a picture is, or calls it what
   *     is no path below a folder
   */
  List<PictureFile> find(List<Path> inputs, Path excluded) throws IOException {
    List<PictureFile> pictures = new ArrayList<>();
    for (Path input : inputs) {
      String name = Objects.toString(input.toAbsolutePath().normalize().getFileName());
      if (name.endsWith(".csv")) {
        pictures.addAll(read(input, "csv", CSV));
      } else if (name.endsWith(".parquet")) {
        pictures.addAll(read(input, "parquet", Map.of()));
      } else {
        pictures.addAll(PictureFile.find(List.of(input), excluded));
      }
    }
    return pictures;
  }

  private List<PictureFile> read(Path table, String format, Map<String, String> options)
      throws IOException {
    if (!Files.exists(table)) {
      throw new NoSuchFileException(table.toString());
    }
    Dataset<Row> rows =
        spark
            .read()
            .format(format)
            .options(options)
            .load(HadoopPaths.pattern(table.toAbsolutePath()));
    List<String> columns = List.of(rows.columns());
    if (!columns.contains(PATH)) {
      throw new IllegalArgumentException(
          "Table '" + table + "' has no column '" + PATH + "' but " + columns);
    }
    String name = columns.contains(NAME) ? "CAST(name AS STRING)" : "CAST(NULL AS STRING)";
    List<PictureFile> pictures = new ArrayList<>();
    for (Row row : rows.selectExpr("CAST(path AS STRING)", name).collectAsList()) {
      pictures.add(picture(table, row));
    }
    return pictures;
  }

  private static PictureFile picture(Path table, Row row) {
    if (row.isNullAt(0)) {
      throw new IllegalArgumentException("Table '" + table + "' has a row without a path");
    }
    Path file = Path.of(row.getString(0));
    Path name =
        row.isNullAt(1)
            ? file.toAbsolutePath().normalize().getFileName()
            : Path.of(row.getString(1)).normalize();
    if (name == null || name.isAbsolute() || name.startsWith("..") || name.toString().isEmpty()) {
      throw new IllegalArgumentException(
          "Table '%s' calls '%s' '%s', which is no path below a folder"
              .formatted(table, file, name));
    }
    return new PictureFile(file, name);
  }
}
