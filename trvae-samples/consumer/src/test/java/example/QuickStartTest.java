package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick-start in a JVM of its own, with a plain class path. */
class QuickStartTest {

  @TempDir Path directory;

  @Test
  void drawsAPicture() throws IOException, InterruptedException {
    BufferedImage grey = new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(grey, "jpg", directory.resolve("me.jpg").toFile());

    assertThat(run(QuickStart.class.getName())).isZero();

    BufferedImage drawn = ImageIO.read(directory.resolve("anime.png").toFile());
    assertThat(drawn).isNotNull();
    assertThat(drawn.getWidth()).isPositive();
  }

  private int run(String main) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String target = Path.of("target").toAbsolutePath().toString();
    String classPath = target + "/classes" + File.pathSeparator + target + "/lib/*";
    return new ProcessBuilder(List.of(java, "-cp", classPath, main))
        .directory(directory.toFile())
        .inheritIO()
        .start()
        .waitFor();
  }
}
