package io.trvae.samples;

import io.trvae.TrvaeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws pictures on a cluster. */
@Command(
    name = "spark",
    description = {
      "Draws any number of pictures in one or more other domains with Apache Spark: on this"
          + " machine, or on a cluster whose machines all see the same folders.",
      "Names, and what is skipped, are those of 'transfer --out-dir'. What became of each file is"
          + " listed in DIR/manifest.json, the pictures that failed and why in DIR/failures.json:"
          + " folders with a line of JSON for each. After any end the same command goes on.",
      "Spark's own settings are Java's system properties:"
          + " TRVAE_JAVA_OPTS=-Dspark.master=local[2]. The default is local[*]."
    })
public final class Spark implements Subcommand {

  @Spec private CommandSpec spec;
  @Mixin private PipelineOptions pipelineOptions;
  @Mixin private RequestOptions options;

  @Parameters(
      paramLabel = "IN",
      arity = "1..*",
      description =
          "Pictures, folders of them, and tables that name pictures: CSV with a head line, or"
              + " Parquet, as files or folders that end in .csv or .parquet. The column 'path' says"
              + " where a picture is; 'name', where there is such a column, what to call it below"
              + " DIR.")
  private List<Path> in;

  @Option(
      names = "--out-dir",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write to, under the names of the pictures.")
  private Path out;

  /** Called by {@link java.util.ServiceLoader}. */
  public Spark() {}

  /**
   * Runs the command for spark-submit: unlike {@link Trvae#main}, it leaves the end of a JVM where
   * all went well to Spark. A cluster takes {@link System#exit} in its driver for a failure.
   *
   * @param arguments the command's options, without its name
   */
  public static void main(String[] arguments) {
    String[] words = Stream.concat(Stream.of("spark"), Stream.of(arguments)).toArray(String[]::new);
    int exitCode = Trvae.commandLine().execute(words);
    if (exitCode != ExitCode.OK) {
      System.exit(exitCode);
    }
  }

  @Override
  public Integer call() throws Exception {
    options.check();
    Path folder = out.toAbsolutePath().normalize();
    try (SparkSession spark = SparkSession.builder().config(configuration()).getOrCreate()) {
      List<PictureFile> pictures = pictures(spark, folder);
      // What fits on all executors fits them one by one: each plans its own pictures alike.
      Arguments.check(spec, () -> plan(pictures, folder));
      Manifest manifest = new Manifest(spark, folder);
      manifest.write(pictures, new PartitionTransfer(call(spark)));
      return report(manifest, folder);
    } catch (Exception failure) {
      throw ofTask(failure);
    }
  }

  private List<PictureFile> pictures(SparkSession spark, Path folder) throws IOException {
    try {
      return new PictureTables(spark).find(in, folder);
    } catch (IllegalArgumentException wrongTable) {
      throw new ParameterException(spec.commandLine(), wrongTable.getMessage(), wrongTable);
    }
  }

  private int report(Manifest manifest, Path folder) {
    Manifest.Counts files = manifest.counts();
    if (files.failed() > 0) {
      spec.commandLine().getErr().println("What failed, and why: " + manifest.failures());
    }
    spec.commandLine()
        .getOut()
        .printf(
            "Files: %d drawn, %d there already, %d failed%n%s%n",
            files.drawn(), files.kept(), files.failed(), folder);
    return files.failed() > 0 ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  /** Plans all files of pictures, those that are there included. */
  FolderPlan plan(List<PictureFile> pictures, Path folder) {
    return FolderPlan.of(pictures, folder, options.targets(), true);
  }

  /** Returns where to write. */
  Path folder() {
    return out;
  }

  /** Opens what draws, to be closed by the caller. */
  PictureDrawer openDrawer() {
    return PictureDrawer.open(pipelineOptions, options);
  }

  private SparkCall call(SparkSession spark) {
    List<String> words = new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
    if (!spec.commandLine().getParseResult().hasMatchedOption("--threads")) {
      cores(spark).ifPresent(cores -> words.add("--threads=" + cores));
    }
    return new SparkCall(Path.of("").toAbsolutePath().toString(), List.copyOf(words));
  }

  /** Returns how many processors Spark gives a process, where it says so. */
  private static OptionalInt cores(SparkSession spark) {
    if (spark.sparkContext().isLocal()) {
      return OptionalInt.of(spark.sparkContext().defaultParallelism());
    }
    SparkConf conf = spark.sparkContext().getConf();
    return conf.contains("spark.executor.cores")
        ? OptionalInt.of(conf.getInt("spark.executor.cores", 1))
        : OptionalInt.empty();
  }

  private static SparkConf configuration() {
    SparkConf conf =
        new SparkConf()
            .setIfMissing("spark.app.name", "trvae")
            .setIfMissing("spark.master", "local[*]")
            .setIfMissing("spark.ui.showConsoleProgress", Boolean.toString(Ansi.AUTO.enabled()));
    // As the launcher sets it for this process: OpenMP reads it when an executor starts.
    conf.setIfMissing("spark.executorEnv.OMP_WAIT_POLICY", "passive");
    if (conf.get("spark.master").startsWith("local")) {
      // Nobody else has to reach this machine, so nobody can.
      conf.setIfMissing("spark.driver.host", "localhost")
          .setIfMissing("spark.driver.bindAddress", "127.0.0.1")
          .setIfMissing("spark.ui.enabled", "false");
    }
    String plugin = DrawerPlugin.class.getName();
    return conf.set(
        "spark.plugins",
        conf.contains("spark.plugins") ? conf.get("spark.plugins") + "," + plugin : plugin);
  }

  /** Spark wraps what a task threw, often more than once. */
  private static Exception ofTask(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TrvaeException || cause instanceof UncheckedIOException) {
        return (RuntimeException) cause;
      }
    }
    return failure;
  }
}
