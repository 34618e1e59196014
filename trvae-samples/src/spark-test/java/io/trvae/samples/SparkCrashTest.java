package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.RgbImage;
import io.trvae.testkit.Images;
import io.trvae.testkit.Kills;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes are killed with no chance to tidy up, while pictures are being drawn. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 1, unit = TimeUnit.HOURS)
class SparkCrashTest {

  private static final int PICTURES = 500;

  @TempDir private Path folder;
  private Path model;
  private Path pictures;
  private Path out;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.write(folder);
    pictures = Files.createDirectories(folder.resolve("pictures"));
    Path first = pictures.resolve("0.bmp");
    Images.noise(64, 64, 1).write(first);
    for (int i = 1; i < PICTURES; i++) {
      Files.createLink(pictures.resolve(i + ".bmp"), first);
    }
    out = folder.resolve("out");
  }

  /** A long series: {@code -Dtrvae.kills=20}. */
  @Test
  void afterTheDriversDeathTheSameCommandGoesOn() throws Exception {
    Kills kills = new Kills(1);
    int files = 0;
    for (int round = 0; kills.areLeft(); round++) {
      out = folder.resolve("out" + round);
      Process driver = start(Trvae.class.getName(), Map.of("spark.master", "local[2]"), "spark");
      try {
        awaitPictures(driver);
        kills.kill(driver, 500);
      } finally {
        driver.destroyForcibly().waitFor();
      }
      for (String name : Outputs.pictures(out)) {
        assertThat(RgbImage.read(out.resolve(name)).width()).as("%s", kills).isEqualTo(16);
        files++;
      }
    }
    System.out.printf("Spark, %s: %d files checked%n", kills, files);
    int done = Outputs.pictures(out).size();
    assertThat(done).isBetween(1, PICTURES);
    if (done < PICTURES) {
      assertThat(Outputs.lines(out.resolve("manifest.json"))).isEmpty();
    }

    Run again = Run.of(words("spark").toArray());

    assertThat(again.out())
        .startsWith("Files: %d drawn, %d there already, 0 failed".formatted(PICTURES - done, done));
    assertAllIsThereOnce();
  }

  @Test
  void anotherExecutorTakesTheWorkOfOneThatDied() throws Exception {
    // Workers start executors as a Spark that was installed has them: from its folder of jars.
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(home.resolve("jars"));
    Files.createFile(home.resolve("RELEASE"));
    Process driver =
        start(
            Trvae.class.getName(),
            Map.of(
                "spark.master",
                "local-cluster[2,1,1024]",
                "spark.executor.extraClassPath",
                System.getProperty("java.class.path"),
                "spark.executor.memory",
                "512m"),
            "spark");
    try {
      awaitPictures(driver);
      ProcessHandle executor = driver.descendants().findFirst().orElseThrow();
      assertThat(executor.destroyForcibly()).isTrue();
      assertThat(Outputs.pictures(out).size()).isLessThan(PICTURES);

      assertThat(driver.waitFor()).as(log()).isZero();
    } finally {
      driver.descendants().forEach(ProcessHandle::destroyForcibly);
      driver.destroyForcibly();
    }
    assertThat(log()).contains("Lost executor");
    assertAllIsThereOnce();
  }

  @Test
  void sparkSubmitRunsTheSame() throws Exception {
    Process driver =
        start(
            "org.apache.spark.deploy.SparkSubmit",
            Map.of(),
            "--master",
            "local[2]",
            "--class",
            Spark.class.getName(),
            // What the command is in is on the class path already.
            "spark-internal");
    try {
      assertThat(driver.waitFor()).as(log()).isZero();
    } finally {
      driver.destroyForcibly();
    }
    assertAllIsThereOnce();
  }

  private void assertAllIsThereOnce() throws IOException {
    List<String> names =
        Stream.iterate(0, i -> i < PICTURES, i -> i + 1).map(i -> i + ".bmp").sorted().toList();
    assertThat(Outputs.pictures(out)).isEqualTo(names);
    RgbImage expected = RgbImage.read(out.resolve(names.get(0)));
    for (String name : names) {
      assertThat(RgbImage.read(out.resolve(name))).isEqualTo(expected);
    }
    List<String> listed =
        Outputs.lines(out.resolve("manifest.json")).stream()
            .filter(line -> !line.contains("\"status\":\"failed\""))
            .map(line -> line.replaceFirst(".*/([0-9]+\\.bmp)\",\"status.*", "$1"))
            .sorted()
            .toList();
    assertThat(listed).isEqualTo(names);
  }

  private void awaitPictures(Process driver) throws InterruptedException, IOException {
    while (Outputs.pictures(out).isEmpty()) {
      assertThat(driver.isAlive()).as(log()).isTrue();
      Thread.sleep(20);
    }
  }

  private Process start(String main, Map<String, String> settings, String... before)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-Djava.awt.headless=true", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), main));
    command.addAll(List.of(before));
    command.addAll(words());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log.txt").toFile())
        .start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log.txt"));
  }

  private List<String> words(String... before) {
    List<String> words = new ArrayList<>(List.of(before));
    words.addAll(List.of(pictures.toString(), "--model", model.toString()));
    words.addAll(List.of("--from", "real", "--to", "anime", "--out-dir", out.toString()));
    return words;
  }
}
