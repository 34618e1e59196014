package io.trvae.cuda.benchmark;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.Precision;
import io.trvae.cuda.CudaBackendProvider;
import io.trvae.cuda.CudaTrainerProvider;
import io.trvae.model.ModelFile;
import io.trvae.model.TransferModel;
import io.trvae.model.WeightType;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendStatus;
import io.trvae.spi.training.Batch;
import io.trvae.spi.training.BatchSource;
import io.trvae.testkit.RandomModels;
import io.trvae.training.AdversarialConfig;
import io.trvae.training.DatasetSplit;
import io.trvae.training.DomainDataset;
import io.trvae.training.Losses;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Measures steps of training on a GPU, from batches in Java arrays to updated weights: plain ones
 * of {@code compact} and adversarial ones of {@code portrait}, images of 64 pixels in three
 * domains.
 *
 * <p>Leaves a model, the first batch and two of its losses, which do not depend on chance, in a
 * folder, for a peer to compute too.
 */
public final class TrainingBenchmark {

  private static final int IMAGES = 120;
  private static final int SEED = 1;

  private final Path folder;
  private final int steps;

  private TrainingBenchmark(Path folder, int steps) {
    this.folder = folder;
    this.steps = steps;
  }

  /**
   * Measures.
   *
   * @param arguments the folder, the number of steps, then sizes of batches, multiples of three;
   *     but for the first none for 40 steps of 48 and 240 images
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 40;
    List<Integer> batches =
        arguments.length > 2
            ? Stream.of(arguments).skip(2).map(Integer::valueOf).toList()
            : List.of(48, 240);
    System.out.println("| training | precision | batch | engine | ms | images/s |");
    System.out.println("| --- | --- | ---: | --- | ---: | ---: |");
    TrainingBenchmark benchmark = new TrainingBenchmark(folder, steps);
    for (Precision precision : List.of(Precision.FLOAT32, Precision.TF32)) {
      if (new CudaBackendProvider().probe(precision) instanceof BackendStatus.Unavailable no) {
        System.out.printf("%n%s: %s%n%n", precision.id(), no.reason());
        continue;
      }
      for (int batch : batches) {
        benchmark.measure(Architecture.COMPACT, precision, batch, false);
        benchmark.measure(Architecture.PORTRAIT, precision, batch, true);
      }
    }
  }

  private void measure(Architecture architecture, Precision precision, int batch, boolean sharpens)
      throws IOException {
    TransferModel initial =
        RandomModels.create(new NetworkSpec(architecture, 64, 3, 128, 256, 0), SEED);
    Noise images = Noise.of(initial.spec().domains());
    TrainingConfig.Builder builder =
        TrainingConfig.builder(initial.spec())
            .initialModel(initial)
            .batchSize(batch)
            .epochs(1)
            .stepsPerEpoch(steps)
            .horizontalFlips(false)
            .seed(SEED);
    if (sharpens) {
      builder.adversarial(AdversarialConfig.DEFAULT).learningRate(2e-4);
    }
    TrainingConfig config = builder.build();
    Steps times = new Steps();
    new CudaTrainerProvider()
        .open(new BackendOptions(1, Optional.empty(), precision))
        .train(config, images, times, new Cancellation());
    String kind = architecture.id() + (sharpens ? ", adversarial" : ", plain");
    double median = times.median();
    System.out.printf(
        "| %s | %s | %d | trvae | %.3f | %.0f |%n",
        kind, precision.id(), batch, median * 1e3, batch / median);
    if (!sharpens && precision == Precision.FLOAT32) {
      leave(initial, images, config, times.first());
    }
  }

  /** For each batch size the same model. */
  private void leave(TransferModel initial, Noise images, TrainingConfig config, Losses losses)
      throws IOException {
    ModelFile.write(initial, folder.resolve("training.safetensors"), WeightType.FLOAT32);
    DomainDataset training =
        DatasetSplit.of(images, config.validationFraction(), config.seed()).training();
    Batch first = new BatchSource(training, config.batchSize(), false, config.seed()).at(0);
    ByteBuffer bytes =
        ByteBuffer.allocate(first.images().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(first.images());
    Files.write(folder.resolve("training." + config.batchSize()), bytes.array());
    Files.writeString(
        folder.resolve("training." + config.batchSize() + ".losses"),
        losses.kl() + " " + losses.mmd());
  }

  /** The time from the end of each step to that of the next. */
  private static final class Steps implements TrainingListener {

    private static final int WARM_UP = 5;

    private final List<Double> seconds = new ArrayList<>();
    private final List<Losses> losses = new ArrayList<>();
    private long last;

    @Override
    public void onStep(int epoch, int step, Losses ofStep) {
      long now = System.nanoTime();
      losses.add(ofStep);
      if (step > WARM_UP) {
        seconds.add((now - last) / 1e9);
      }
      last = now;
    }

    Losses first() {
      return losses.get(0);
    }

    double median() {
      Collections.sort(seconds);
      return seconds.get(seconds.size() / 2);
    }
  }

  /** Images of noise, each domain with a brightness of its own. */
  private record Noise(List<DomainLabel> domains, float[][] images) implements DomainDataset {

    static Noise of(List<DomainLabel> domains) {
      float[][] images = new float[domains.size() * IMAGES][3 * 64 * 64];
      Random random = new Random(SEED);
      for (int i = 0; i < images.length; i++) {
        float brightness = 0.2f * (i / IMAGES);
        for (int j = 0; j < images[i].length; j++) {
          images[i][j] = brightness + 0.5f * random.nextFloat();
        }
      }
      return new Noise(domains, images);
    }

    @Override
    public int imageSize() {
      return 64;
    }

    @Override
    public int size(int domain) {
      return IMAGES;
    }

    @Override
    public void copyTo(int domain, int index, float[] target, int offset, boolean mirrored) {
      float[] image = images[domain * IMAGES + index];
      System.arraycopy(image, 0, target, offset, image.length);
    }
  }
}
