package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick-start in a JVM of its own, with a plain class path. */
class QuickStartTest {

  @TempDir Path directory;

  @Test
  void drawsAPicture() throws IOException, InterruptedException {
    draw();
  }

  /** Of the profile of the same name. */
  @Test
  @Tag("gpu")
  void whereThereIsNoGpuTheProcessorDrawsAndTheLogSaysWhy()
      throws IOException, InterruptedException {
    assumeFalse(Files.exists(Path.of("/proc/driver/nvidia")), "This machine has a GPU");

    assertThat(draw()).contains("Using the backend 'onednn'", "not taken: cuda: ");
  }

  /** Runs it, and returns what it logs. */
  private String draw() throws IOException, InterruptedException {
    BufferedImage grey = new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(grey, "jpg", directory.resolve("me.jpg").toFile());
    Path log = directory.resolve("log");

    int status = run(QuickStart.class.getName(), log);
    assertThat(status).as(Files.readString(log)).isZero();

    BufferedImage drawn = ImageIO.read(directory.resolve("anime.png").toFile());
    assertThat(drawn).isNotNull();
    assertThat(drawn.getWidth()).isPositive();
    return Files.readString(log);
  }

  private int run(String main, Path log) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String target = Path.of("target").toAbsolutePath().toString();
    String classPath = target + "/classes" + File.pathSeparator + target + "/lib/*";
    return new ProcessBuilder(List.of(java, "-cp", classPath, main))
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start()
        .waitFor();
  }
}
