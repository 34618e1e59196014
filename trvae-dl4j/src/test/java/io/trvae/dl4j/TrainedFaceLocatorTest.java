package io.trvae.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferCancelledException;
import io.trvae.face.Face;
import io.trvae.model.LocatorModel;
import io.trvae.training.DomainDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether a trained locator finds faces is for a trained one to show: the bundled. */
class TrainedFaceLocatorTest {

  private static final int STEPS = 3;

  private static LocatorModel trained;

  @BeforeAll
  static void train() {
    trained = train(1);
  }

  private static LocatorModel train(long seed) {
    return TrainedFaceLocator.train(
        new Shades(), STEPS, seed, "for tests", (done, total) -> {}, new Cancellation());
  }

  /** Images of one shade each. */
  private record Shades() implements DomainDataset {

    @Override
    public List<DomainLabel> domains() {
      return List.of(DomainLabel.of("dark"), DomainLabel.of("light"));
    }

    @Override
    public int imageSize() {
      return 16;
    }

    @Override
    public int size(int domain) {
      return 10;
    }

    @Override
    public void copyTo(int domain, int index, float[] target, int offset, boolean mirrored) {
      Arrays.fill(target, offset, offset + 3 * 256, 0.5f * domain + 0.04f * index);
    }
  }

  @Test
  void saysWhereItComesFrom() {
    assertThat(trained.provenance().data()).containsEntry("dark", 9).containsEntry("light", 9);
    assertThat(trained.provenance().configuration())
        .containsEntry("steps", "3")
        .containsEntry("seed", "1");
    assertThat(trained.provenance().metrics())
        .containsKeys("validationRecall.dark", "validationRecall.light");
    assertThat(trained.provenance().licence()).isEqualTo("for tests");
  }

  @Test
  void theSeedAloneDecides() {
    LocatorModel again = train(1);
    LocatorModel other = train(2);

    trained
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(again.tensors().get(name).toFloats()).isEqualTo(tensor.toFloats()));
    assertThat(other.tensors().get("locator.cells.weight").toFloats())
        .isNotEqualTo(trained.tensors().get("locator.cells.weight").toFloats());
  }

  @Test
  void tellsHowFarItIsAndCanBeCancelled() {
    List<Integer> heard = new ArrayList<>();
    Cancellation cancellation = new Cancellation();

    assertThatExceptionOfType(TransferCancelledException.class)
        .isThrownBy(
            () ->
                TrainedFaceLocator.train(
                    new Shades(),
                    5,
                    1,
                    "",
                    (done, total) -> {
                      assertThat(total).isEqualTo(5 * 32);
                      heard.add(done);
                      cancellation.cancel();
                    },
                    cancellation));
    assertThat(heard).containsExactly(32);
  }

  @Test
  void needsAStep() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TrainedFaceLocator.train(
                    new Shades(), 0, 1, "", (done, total) -> {}, new Cancellation()))
        .withMessageContaining("steps");
  }

  @Test
  void manyAskAtOnce() throws ExecutionException, InterruptedException {
    RgbImage photo = RgbImage.ofRgb(200, 120, new byte[3 * 200 * 120]);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (TrainedFaceLocator locator = TrainedFaceLocator.open(trained)) {
      List<Face> alone = locator.locate(photo);
      List<Future<List<Face>>> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        answers.add(callers.submit(() -> locator.locate(photo)));
      }
      for (Future<List<Face>> answer : answers) {
        assertThat(answer.get()).isEqualTo(alone);
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void findsNoMoreOnceClosed() {
    TrainedFaceLocator locator = TrainedFaceLocator.open(trained);
    locator.close();
    locator.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> locator.locate(RgbImage.ofRgb(1, 1, new byte[3])));
  }
}
