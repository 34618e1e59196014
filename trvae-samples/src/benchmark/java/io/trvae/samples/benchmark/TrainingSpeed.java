package io.trvae.samples.benchmark;

import io.trvae.Cancellation;
import io.trvae.Precision;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.samples.benchmark.engine.DjlTraining;
import io.trvae.samples.benchmark.engine.EngineKind;
import io.trvae.samples.benchmark.engine.RandomModel;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.training.DomainDataset;
import io.trvae.training.EpochReport;
import io.trvae.training.Trainer;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains with the default options of training, without flips: the first epoch for warming up, the
 * second one measured.
 */
final class TrainingSpeed {

  private TrainingSpeed() {}

  static List<Reading> readings(Order order) {
    Cell cell = order.cell();
    TransferModel model = RandomModel.of(Architecture.byId(cell.architecture()));
    TrainingConfig config =
        TrainingConfig.builder(model.spec())
            .initialModel(model)
            .batchSize(cell.batch())
            .horizontalFlips(false)
            .epochs(2)
            .stepsPerEpoch(order.quick() ? 12 : 40)
            .build();
    DomainDataset images = new RandomImages(model.spec());
    double speed =
        cell.kind() == EngineKind.DJL_PYTORCH
            ? peer(model, config, images, cell.threads())
            : ours(config, images, cell.threads());
    return List.of(Reading.imagesPerSecond(Cell.TRAINING, speed));
  }

  private static double ours(TrainingConfig config, DomainDataset images, int threads) {
    List<EpochReport> reports = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report, Backend backend) {
            reports.add(report);
          }
        };
    Trainer.open("onednn", new BackendOptions(threads, Optional.empty(), Precision.FLOAT32))
        .train(config, images, listener, new Cancellation());
    return reports.get(1).imagesPerSecond();
  }

  private static double peer(
      TransferModel model, TrainingConfig config, DomainDataset images, int threads) {
    try (DjlTraining training = new DjlTraining(model, config, threads)) {
      int steps = config.stepsPerEpoch();
      for (int step = 0; step < steps; step++) {
        training.step(batch(config, images, step));
      }
      long start = System.nanoTime();
      for (int step = steps; step < 2 * steps; step++) {
        training.step(batch(config, images, step));
      }
      return steps * config.batchSize() * 1e9 / (System.nanoTime() - start);
    }
  }

  private static float[] batch(TrainingConfig config, DomainDataset images, int step) {
    int length = config.model().network().imageShape().size();
    int perDomain = config.batchSize() / config.model().domains().size();
    float[] batch = new float[config.batchSize() * length];
    for (int row = 0; row < config.batchSize(); row++) {
      int domain = row / perDomain;
      int index = (step * perDomain + row % perDomain) % images.size(domain);
      images.copyTo(domain, index, batch, row * length, false);
    }
    return batch;
  }
}
