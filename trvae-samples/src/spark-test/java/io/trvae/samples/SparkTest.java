package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.RgbImage;
import io.trvae.testkit.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkTest {

  @TempDir private Path folder;
  private Path model;
  private Path pictures;
  private Path out;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.write(folder);
    // Spark takes names for patterns where it can.
    pictures = Files.createDirectories(folder.resolve("my [new] pictures"));
    Files.createDirectories(pictures.resolve("more"));
    Images.noise(40, 30, 1).write(pictures.resolve("more/b.png"));
    Images.noise(40, 30, 2).write(pictures.resolve("a.PNG"));
    Images.noise(20, 30, 3).write(pictures.resolve("c.bmp"));
    out = folder.resolve("results {new}");
  }

  @Test
  void filesAreThoseOfTransfer() throws IOException {
    Path plain = folder.resolve("plain");

    Run run = spark(out, pictures);
    Run transfer = run("transfer", plain, pictures);

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .containsExactly("Files: 6 drawn, 0 there already, 0 failed", out.toString());
    assertThat(transfer.exitCode()).isZero();
    List<String> names = Outputs.pictures(plain);
    assertThat(names).hasSize(6).contains("more/b-anime.png");
    assertThat(Outputs.pictures(out)).isEqualTo(names);
    for (String name : names) {
      assertThat(RgbImage.read(out.resolve(name))).isEqualTo(RgbImage.read(plain.resolve(name)));
    }
  }

  @Test
  void everyFileIsListedOnce() throws IOException {
    Files.writeString(pictures.resolve("bad.jpg"), "no picture");
    Files.createDirectories(out);
    Files.writeString(out.resolve("a-anime.PNG"), "there already");

    Run run = spark(out, pictures);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(out.resolve("failures.json").toString());
    assertThat(run.out()).startsWith("Files: 5 drawn, 1 there already, 2 failed");
    assertThat(out.resolve("a-anime.PNG")).hasContent("there already");
    assertThat(Outputs.lines(out.resolve("manifest.json")))
        .hasSize(8)
        .satisfiesExactly(
            line -> assertThat(line).contains("a.PNG\"", "a-anime.PNG", "\"status\":\"kept\""),
            line -> assertThat(line).contains("a.PNG\"", "a-cartoon.PNG", "\"status\":\"drawn\""),
            line ->
                assertThat(line).contains("bad-anime.jpg", "\"status\":\"failed\"", "TRVAE-101"),
            line -> assertThat(line).contains("bad-cartoon.jpg", "\"status\":\"failed\""),
            line -> assertThat(line).contains("c.bmp", "\"domain\":\"anime\"", "c-anime.bmp"),
            line -> assertThat(line).contains("c.bmp", "\"domain\":\"cartoon\"", "c-cartoon.bmp"),
            line -> assertThat(line).contains("more/b-anime.png"),
            line -> assertThat(line).contains("more/b-cartoon.png"));
    assertThat(Outputs.lines(out.resolve("failures.json")))
        .singleElement()
        .asString()
        .contains(pictures.resolve("bad.jpg").toString(), "\"reason\":\"TRVAE-101: ");
  }

  @Test
  void aSecondCallDrawsWhatIsMissing() throws IOException {
    assertThat(spark(out, pictures).exitCode()).isZero();
    Files.delete(out.resolve("c-anime.bmp"));

    assertThat(spark(out, pictures).out()).startsWith("Files: 1 drawn, 5 there already, 0 failed");

    assertThat(Outputs.lines(out.resolve("manifest.json"))).hasSize(6);
    assertThat(Outputs.lines(out.resolve("failures.json"))).isEmpty();
  }

  @Test
  void tablesNamePictures() throws IOException {
    Path csv = folder.resolve("pictures.csv");
    Files.writeString(
        csv,
        "name,path\n\"2019/say \"\"a\"\", please.png\",\"%s\"\n,\"%s\"\n"
            .formatted(pictures.resolve("a.PNG"), pictures.resolve("c.bmp")));
    Path parquet = folder.resolve("pictures.parquet");
    try (SparkSession spark = SparkSession.builder().master("local[1]").getOrCreate()) {
      List<Row> rows = List.of(RowFactory.create(pictures.resolve("more/b.png").toString()));
      spark
          .createDataFrame(rows, new StructType().add("path", "string"))
          .write()
          .parquet(parquet.toString());
    }

    Run run = spark(out, csv, parquet);

    assertThat(run.err()).isEmpty();
    assertThat(Outputs.pictures(out))
        .containsExactly(
            "2019/say \"a\", please-anime.png",
            "2019/say \"a\", please-cartoon.png",
            "b-anime.png",
            "b-cartoon.png",
            "c-anime.bmp",
            "c-cartoon.bmp");
  }

  @Test
  void aTableThatNamesNoPicturesIsAUsageError() throws IOException {
    for (List<String> wrong :
        List.of(
            List.of("file\na.png\n", "no column 'path' but [file]"),
            List.of("path,name\n,b.png\n", "a row without a path"),
            List.of("path,name\na.png,../../b.png\n", "no path below a folder"))) {
      Path table = Files.writeString(folder.resolve("wrong.csv"), wrong.get(0));

      Run run = spark(out, table);

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains(table.toString(), wrong.get(1));
    }
    assertThat(spark(out, folder.resolve("none.csv")).err()).contains("There is no file ");
    assertThat(out).doesNotExist();
  }

  @Test
  void picturesThatWouldBecomeOneFileAreRefused() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other")).resolve("a.PNG");
    Files.copy(pictures.resolve("a.PNG"), other);

    Run run = spark(out, pictures, other);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(other.toString(), "would both be written to");
    assertThat(out).doesNotExist();
  }

  @Test
  void whatWouldFailEveryPictureEndsTheCall() {
    Run run =
        Run.of(
            "spark",
            pictures,
            "--model",
            model,
            "--from",
            "real",
            "--to",
            "manga",
            "--out-dir",
            out);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("TRVAE-203: ", "manga");
    assertThat(Outputs.lines(out.resolve("manifest.json"))).isEmpty();
  }

  private Run spark(Path target, Path... inputs) {
    return run("spark", target, inputs);
  }

  private Run run(String command, Path target, Path... inputs) {
    List<Object> words = new ArrayList<>(List.of(command));
    words.addAll(List.of(inputs));
    Stream.of("--model", model, "--from", "real", "--to", "anime,cartoon", "--out-dir", target)
        .forEach(words::add);
    return Run.of(words.toArray());
  }
}
