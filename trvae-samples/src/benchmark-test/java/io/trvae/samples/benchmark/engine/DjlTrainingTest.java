package io.trvae.samples.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.training.DomainDataset;
import io.trvae.training.Losses;
import io.trvae.training.Trainer;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DjlTrainingTest {

  private static final int STEPS = 6;
  private static final int BATCH = 12;

  /** A domain's images are all the same, so that the order of images makes no difference. */
  @Test
  void takesTheStepsThatOursTakes() {
    TransferModel model = RandomModel.of(Architecture.COMPACT);
    TrainingConfig config =
        TrainingConfig.builder(model.spec())
            .initialModel(model)
            .batchSize(BATCH)
            .horizontalFlips(false)
            .epochs(1)
            .stepsPerEpoch(STEPS)
            .build();
    DomainDataset images = new OneImageEach(model.spec().domains());

    List<Losses> ours = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(int epoch, int step, Losses losses) {
            ours.add(losses);
          }
        };
    Trainer.open().train(config, images, listener, new Cancellation());

    int length = model.network().spec().imageShape().size();
    float[] batch = new float[BATCH * length];
    for (int row = 0; row < BATCH; row++) {
      images.copyTo(row * 3 / BATCH, 0, batch, row * length, false);
    }
    try (DjlTraining djl = new DjlTraining(model, config, 2)) {
      for (int step = 0; step < STEPS; step++) {
        Losses theirs = djl.step(batch);
        Losses our = ours.get(step);
        if (step == 0) {
          assertThat(theirs.kl()).isCloseTo(our.kl(), withinPercentage(0.01));
          assertThat(theirs.mmd()).isCloseTo(our.mmd(), withinPercentage(0.01));
        }
        // From here on the noise of the two matters, a little.
        assertThat(theirs.reconstruction()).isCloseTo(our.reconstruction(), withinPercentage(15));
        assertThat(theirs.total()).isCloseTo(our.total(), withinPercentage(1));
      }
    }
  }

  private record OneImageEach(List<DomainLabel> domains) implements DomainDataset {

    @Override
    public int imageSize() {
      return 64;
    }

    @Override
    public int size(int domain) {
      return BATCH;
    }

    @Override
    public void copyTo(int domain, int index, float[] target, int offset, boolean mirrored) {
      Random random = new Random(domain);
      for (int i = 0; i < 3 * 64 * 64; i++) {
        target[offset + i] = random.nextFloat();
      }
    }
  }
}
