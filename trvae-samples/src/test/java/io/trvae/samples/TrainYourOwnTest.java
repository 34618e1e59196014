package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.evaluation.Figure;
import io.trvae.model.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes docs/train-your-own.md at its word, with pictures that it draws. */
class TrainYourOwnTest {

  private static final Path DOCUMENTS = Path.of("../docs");

  /** A command, on one line or on several that end in a backslash. */
  private static final Pattern COMMAND =
      Pattern.compile("^\\./trvae ((?:.*\\\\\\n)*.*)$", Pattern.MULTILINE);

  private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  private static final int TRAINING_FACES = 300;
  private static final int TEST_FACES = 60;

  /** The side of the model's pictures. */
  private static final int SIZE = 16;

  @TempDir private Path folder;
  private String document;

  @Test
  void leadsFromPicturesToAModelInAnApp() throws Exception {
    document = Files.readString(DOCUMENTS.resolve("train-your-own.md"));
    drawFaces();

    for (String command : commands(document)) {
      Run run = Run.in(folder, (Object[]) command.split("[\\s\\\\]+"));
      assertThat(run.exitCode()).as("%s%n%s", command, run).isZero();
    }

    for (String metric : List.of("target_accuracy", "content_luminance")) {
      assertThat(figures(metric))
          .hasSize(6)
          .allSatisfy(figure -> assertThat(figure.value()).isGreaterThan(promised(metric)));
    }
    for (DrawnFace.Kind kind : List.of(DrawnFace.Kind.FLAT, DrawnFace.Kind.OUTLINE)) {
      assertThat(shareOfSameFaces(kind)).as("%s", kind).isGreaterThan(promised("same face"));
    }
    assertThat(ModelFile.read(folder.resolve("four.safetensors")).spec().domains())
        .extracting(DomainLabel::name)
        .containsExactly("shaded", "flat", "outline", "chalk");
    assertThat(runTheApp()).isEqualTo(RgbImage.read(folder.resolve("me-outline.png")));
  }

  @Test
  void listOfSamplesHasACommandOfTheWalkThrough() throws IOException {
    String samples = Files.readString(DOCUMENTS.resolve("samples.md"));
    String section = samples.split("\n## Train your own\n", 2)[1].split("\n## ", 2)[0];

    assertThat(commands(Files.readString(DOCUMENTS.resolve("train-your-own.md"))))
        .containsAll(commands(section));
    assertThat(commands(section)).hasSize(1);
  }

  private static List<String> commands(String document) {
    return COMMAND.matcher(document).results().map(command -> command.group(1)).toList();
  }

  /** The faces to train with differ from kind to kind; those to test with are the same. */
  private void drawFaces() throws IOException {
    for (DrawnFace.Kind kind : DrawnFace.Kind.values()) {
      Path data = folder.resolve(kind == DrawnFace.Kind.CHALK ? "more" : "faces");
      Path pictures = data.resolve(kind.folder());
      DrawnFace.write(pictures.resolve("train"), kind, TRAINING_FACES, 2 + kind.ordinal());
      DrawnFace.write(pictures.resolve("test"), kind, TEST_FACES, 1);
    }
    Files.copy(testFace(DrawnFace.Kind.SHADED, 0), folder.resolve("me.png"));
  }

  private Path testFace(DrawnFace.Kind kind, int index) {
    return folder.resolve(
        String.format(Locale.ROOT, "faces/%s/test/%03d.png", kind.folder(), index));
  }

  /** Returns the number at the end of a row of the document's table. */
  private double promised(String figure) {
    return Pattern.compile("^\\| `?" + figure + "`? \\|.*\\| ([0-9.]+) \\|$", Pattern.MULTILINE)
        .matcher(document)
        .results()
        .mapToDouble(row -> Double.parseDouble(row.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The document promises no " + figure));
  }

  /** Returns what was measured of each pair of domains. */
  private List<Figure> figures(String metric) throws IOException {
    String json = Files.readString(folder.resolve("figures.json"));
    return Arrays.stream(new Gson().fromJson(json, Figure[].class))
        .filter(figure -> figure.metric().equals(metric) && !figure.from().equals(figure.to()))
        .toList();
  }

  /**
   * Returns how often a transferred face is nearer to the same face, drawn in the target's kind,
   * than to another one; 0.5 is chance.
   */
  private double shareOfSameFaces(DrawnFace.Kind kind) throws IOException {
    List<float[]> faces = new ArrayList<>();
    for (int face = 0; face < TEST_FACES; face++) {
      faces.add(RgbImage.read(testFace(kind, face)).resize(SIZE, SIZE).toFloats());
    }
    long nearer = 0;
    for (int face = 0; face < TEST_FACES; face++) {
      String name = String.format(Locale.ROOT, "drawn/%03d-%s.png", face, kind.folder());
      float[] drawn = RgbImage.read(folder.resolve(name)).toFloats();
      double toTheSame = distance(drawn, faces.get(face));
      nearer += faces.stream().filter(other -> distance(drawn, other) > toTheSame).count();
    }
    return nearer / (TEST_FACES * (TEST_FACES - 1.0));
  }

  private static double distance(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.pow(one[i] - other[i], 2);
    }
    return sum;
  }

  /** Runs the document's lines of Java as a program in the folder. */
  private RgbImage runTheApp() throws Exception {
    String lines = JAVA.matcher(document).results().findFirst().orElseThrow().group(1);
    Files.writeString(
        folder.resolve("App.java"),
        """
        import io.trvae.DomainLabel;
        import io.trvae.RgbImage;
        import io.trvae.TransferPipeline;
        import io.trvae.model.ModelSource;
        import java.nio.file.Path;

        class App {
          public static void main(String[] arguments) throws Exception {
        %s
          }
        }
        """
            .formatted(lines));
    Path log = folder.resolve("app.txt");
    Process app =
        MainProcess.java(List.of("App.java"))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exitCode = app.waitFor();
    assertThat(exitCode).as("%s", Files.readString(log)).isZero();
    return RgbImage.read(folder.resolve("app.png"));
  }
}
