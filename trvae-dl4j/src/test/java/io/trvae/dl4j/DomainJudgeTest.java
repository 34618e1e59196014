package io.trvae.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferCancelledException;
import io.trvae.evaluation.ImageBatch;
import io.trvae.evaluation.Judge;
import io.trvae.model.JudgeModel;
import io.trvae.model.WeightType;
import io.trvae.training.DomainDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DomainJudgeTest {

  private static final int SIZE = 16;
  private static final int LENGTH = 3 * SIZE * SIZE;
  private static final int STEPS = 40;

  private static JudgeModel trained;

  @BeforeAll
  static void train() {
    trained = train(1);
  }

  private static JudgeModel train(long seed) {
    return DomainJudge.train(
        new Shapes(200), STEPS, seed, "for tests", (done, total) -> {}, new Cancellation());
  }

  /** Discs and bars of random colours and places: told apart by their form alone. */
  private record Shapes(int count) implements DomainDataset {

    @Override
    public List<DomainLabel> domains() {
      return List.of(DomainLabel.of("disc"), DomainLabel.of("bar"));
    }

    @Override
    public int imageSize() {
      return SIZE;
    }

    @Override
    public int size(int domain) {
      return count;
    }

    @Override
    public void copyTo(int domain, int index, float[] target, int offset, boolean mirrored) {
      Random random = new Random(7919L * index + domain);
      random.nextInt();
      double centre = 6 + 4 * random.nextDouble();
      float[] colours = new float[6];
      for (int i = 0; i < 6; i++) {
        colours[i] = (i < 3 ? 0 : 0.5f) + 0.4f * random.nextFloat();
      }
      for (int i = 0; i < LENGTH; i++) {
        int x = i % SIZE;
        int y = i / SIZE % SIZE;
        boolean inside =
            domain == 0 ? Math.hypot(x - centre, y - centre) < 5 : Math.abs(y - centre) < 2.5;
        target[offset + i] = colours[i / (SIZE * SIZE) + (inside ? 3 : 0)];
      }
    }
  }

  /** Images of a domain that training has not seen. */
  private static ImageBatch unseen(int domain, int count) {
    float[] images = new float[count * LENGTH];
    for (int i = 0; i < count; i++) {
      new Shapes(0).copyTo(domain, 1000 + i, images, i * LENGTH, false);
    }
    return ImageBatch.of(SIZE, images);
  }

  private static double accuracy(Judge judge, int domain, int count) {
    float[][] logits = judge.judge(unseen(domain, count)).logits();
    return Arrays.stream(logits).filter(row -> row[domain] > row[1 - domain]).count()
        / (double) count;
  }

  @Test
  void tellsApartWhatItHasNotSeen() {
    try (DomainJudge judge = DomainJudge.open(trained)) {
      assertThat(judge.domains()).isEqualTo(new Shapes(0).domains());
      // More than a batch, and no multiple of it.
      assertThat(accuracy(judge, 0, 100)).isGreaterThan(0.95);
      assertThat(accuracy(judge, 1, 100)).isGreaterThan(0.95);
    }
  }

  @Test
  void saysWhereItComesFrom() {
    assertThat(trained.provenance().data()).containsEntry("disc", 196).containsEntry("bar", 196);
    assertThat(trained.provenance().configuration())
        .containsEntry("steps", "40")
        .containsEntry("seed", "1");
    assertThat(trained.provenance().metrics())
        .containsKeys("validationAccuracy.disc", "validationAccuracy.bar");
    assertThat(trained.provenance().licence()).isEqualTo("for tests");
  }

  @Test
  void theSeedAloneDecides() {
    JudgeModel again = train(1);
    JudgeModel other = train(2);

    trained
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(again.tensors().get(name).toFloats()).isEqualTo(tensor.toFloats()));
    assertThat(other.tensors().get("judge.logits.weight").toFloats())
        .isNotEqualTo(trained.tensors().get("judge.logits.weight").toFloats());
  }

  @Test
  void verdictDoesNotDependOnTheImagesBeside() {
    try (DomainJudge judge = DomainJudge.open(trained)) {
      Judge.Verdict many = judge.judge(unseen(0, 70));
      Judge.Verdict few = judge.judge(unseen(0, 2));

      assertThat(many.features()).hasDimensions(70, 96);
      assertThat(many.logits()).hasDimensions(70, 2);
      assertThat(few.features()[1]).containsExactly(many.features()[1], within(1e-5f));
    }
  }

  @Test
  void isTheSameFromAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("judge.safetensors");
    trained.write(file, WeightType.FLOAT32);

    try (DomainJudge before = DomainJudge.open(trained);
        DomainJudge after = DomainJudge.open(JudgeModel.read(file))) {
      assertThat(after.judge(unseen(0, 3)).logits())
          .isDeepEqualTo(before.judge(unseen(0, 3)).logits());
    }
  }

  @Test
  void resizesImagesOfAnotherSize() {
    float[] values = unseen(1, 1).toArray();
    float[] large = new float[4 * LENGTH];
    RgbImage small = RgbImage.ofFloats(SIZE, SIZE, values);
    small.resize(2 * SIZE, 2 * SIZE).copyFloatsTo(large, 0);
    float[] back = new float[LENGTH];
    small.resize(2 * SIZE, 2 * SIZE).resize(SIZE, SIZE).copyFloatsTo(back, 0);

    try (DomainJudge judge = DomainJudge.open(trained)) {
      assertThat(judge.judge(ImageBatch.of(2 * SIZE, large)).logits())
          .isDeepEqualTo(judge.judge(ImageBatch.of(SIZE, back)).logits());
    }
  }

  @Test
  void tellsHowFarItIsAndCanBeCancelled() {
    List<Integer> heard = new ArrayList<>();
    Cancellation cancellation = new Cancellation();

    assertThatExceptionOfType(TransferCancelledException.class)
        .isThrownBy(
            () ->
                DomainJudge.train(
                    new Shapes(10),
                    5,
                    1,
                    "",
                    (done, total) -> {
                      assertThat(total).isEqualTo(5 * 64);
                      heard.add(done);
                      cancellation.cancel();
                    },
                    cancellation));
    assertThat(heard).containsExactly(64);
  }

  @Test
  void needsAStep() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                DomainJudge.train(
                    new Shapes(10), 0, 1, "", (done, total) -> {}, new Cancellation()))
        .withMessageContaining("steps");
  }
}
