package io.trvae.evaluation;

import static io.trvae.DomainLabel.ANIME;
import static io.trvae.DomainLabel.REAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.ProgressListener;
import io.trvae.TransferCancelledException;
import io.trvae.internal.pipeline.DefaultTransferPipeline;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.testkit.RandomModels;
import io.trvae.training.DomainDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

  private static final int SIZE = 16;
  private static final int COUNT = 8;
  private static final int LENGTH = 3 * SIZE * SIZE;
  private static final ProgressListener SILENT = (done, total) -> {};
  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, SIZE, 2, LENGTH, 8, 0), 1);

  private final DefaultTransferPipeline pipeline =
      new DefaultTransferPipeline(MODEL, "copying", new CopyingBackend(), 1, Optional.empty());
  private final Noise dataset = new Noise(SIZE, COUNT);

  @AfterEach
  void close() {
    pipeline.close();
  }

  /**
   * The latent code is the image, drawn as it is in the first domain, as its negative at half the
   * contrast in the second.
   */
  private static final class CopyingBackend implements Backend {

    @Override
    public String description() {
      return "copies";
    }

    @Override
    public void encode(float[] images, float[] labels, int batch, float[] mean, float[] logVar) {
      System.arraycopy(images, 0, mean, 0, batch * LENGTH);
      Arrays.fill(logVar, 0);
    }

    @Override
    public void decode(float[] latents, float[] labels, int batch, float[] images) {
      for (int i = 0; i < batch * LENGTH; i++) {
        boolean first = labels[i / LENGTH * 2] == 1;
        images[i] = first ? latents[i] : 0.75f - latents[i] / 2;
      }
    }

    @Override
    public void close() {}
  }

  /** Noise of 8 bits; the second domain's is darker. */
  private record Noise(int imageSize, int count) implements DomainDataset {

    @Override
    public List<DomainLabel> domains() {
      return List.of(REAL, ANIME);
    }

    @Override
    public int size(int domain) {
      return count;
    }

    @Override
    public void copyTo(int domain, int index, float[] target, int offset, boolean mirrored) {
      float[] noise = TestBatches.noise(1, imageSize, 0, 1, 100L * domain + index).toArray();
      for (int i = 0; i < noise.length; i++) {
        target[offset + i] = Math.round(noise[i] * (domain == 0 ? 255 : 100)) / 255f;
      }
    }

    ImageBatch images(int domain) {
      int length = 3 * imageSize * imageSize;
      float[] images = new float[count * length];
      for (int i = 0; i < count; i++) {
        copyTo(domain, i, images, i * length, false);
      }
      return ImageBatch.of(imageSize, images);
    }
  }

  private record Seeing(List<DomainLabel> domains, Function<ImageBatch, Verdict> eyes)
      implements Judge {
    @Override
    public Verdict judge(ImageBatch images) {
      return eyes.apply(images);
    }
  }

  @Test
  void measuresEveryPairAndAllDomains() {
    EvaluationReport report = evaluate(new Evaluator(pipeline));

    assertThat(report.figures())
        .extracting(figure -> figure.metric() + " " + figure.from() + " " + figure.to())
        .containsExactly(
            "psnr real real",
            "ssim real real",
            "content_luminance real anime",
            "content_chroma real anime",
            "diversity real anime",
            "sharpness real anime",
            "round_trip_psnr real anime",
            "content_luminance anime real",
            "content_chroma anime real",
            "diversity anime real",
            "sharpness anime real",
            "round_trip_psnr anime real",
            "psnr anime anime",
            "ssim anime anime",
            "leakage_linear_latent * *",
            "leakage_mlp_latent * *",
            "leakage_linear_mmd * *",
            "leakage_mlp_mmd * *");
  }

  @Test
  void comparesInputsOutputsAndTheTargetsImages() {
    EvaluationReport report = evaluate(new Evaluator(pipeline));

    // What is drawn as it is.
    assertThat(value(report, "psnr", "real", "real")).isInfinite();
    assertThat(value(report, "ssim", "real", "real")).isCloseTo(1, within(1e-9));
    assertThat(value(report, "content_luminance", "anime", "real")).isCloseTo(1, within(1e-9));
    assertThat(value(report, "content_chroma", "anime", "real")).isCloseTo(1, within(1e-9));
    assertThat(value(report, "diversity", "anime", "real"))
        .isCloseTo(Diversity.ratio(dataset.images(1), dataset.images(0)).value(), within(1e-9));
    assertThat(value(report, "sharpness", "anime", "real"))
        .isCloseTo(Sharpness.ratio(dataset.images(1), dataset.images(0)).value(), within(1e-9));
    // Negatives of half the contrast, rounded to 8 bits.
    assertThat(value(report, "content_luminance", "real", "anime")).isCloseTo(-1, within(0.01));
    assertThat(value(report, "diversity", "real", "anime"))
        .isCloseTo(Diversity.ratio(dataset.images(0), dataset.images(1)).value() / 2, within(0.01));
    // Darker images are told apart by their latent codes.
    assertThat(value(report, "leakage_linear_latent", "*", "*")).isEqualTo(1);
  }

  /** Takes dark images for anime, and sees nothing but the first pixels. */
  private static Judge judge(DomainLabel... domains) {
    return new Seeing(
        List.of(domains),
        images -> {
          float[][] logits = new float[images.count()][domains.length];
          float[][] features = new float[images.count()][];
          for (int i = 0; i < logits.length; i++) {
            double sum = Arrays.stream(images.luminance(i)).sum();
            logits[i][List.of(domains).indexOf(ANIME)] = (float) (0.35 - sum / SIZE / SIZE);
            features[i] = Arrays.copyOfRange(images.toArray(), i * LENGTH, i * LENGTH + 4);
          }
          return new Judge.Verdict(logits, features);
        });
  }

  @Test
  void asksTheJudge() {
    // In another order than the data set's.
    Judge judge = judge(ANIME, REAL);
    float[][] real = judge.judge(dataset.images(0)).features();
    float[][] anime = judge.judge(dataset.images(1)).features();

    EvaluationReport report = evaluate(new Evaluator(pipeline, judge));

    assertThat(value(report, "judge_accuracy", "real", "real")).isEqualTo(1);
    assertThat(value(report, "judge_accuracy", "anime", "anime")).isEqualTo(1);
    // Neither dark images copied nor half as bright negatives look like what they should.
    assertThat(value(report, "target_accuracy", "anime", "real")).isZero();
    assertThat(value(report, "target_accuracy", "real", "anime")).isZero();
    double apart = KernelDistance.of(anime, real, 1, COUNT, 1).value();
    // What is copied stays as far away as it was.
    assertThat(value(report, "kid", "anime", "real")).isCloseTo(apart, within(1e-9));
    assertThat(value(report, "kid_ceiling", "anime", "real")).isCloseTo(apart, within(1e-9));
    assertThat(value(report, "kid_ceiling", "real", "anime")).isCloseTo(apart, within(1e-9));
    assertThat(value(report, "kid", "real", "anime")).isNotCloseTo(apart, within(1e-3));
    assertThat(value(report, "kid_floor", "anime", "anime"))
        .isEqualTo(KernelDistance.betweenHalves(anime, 100, COUNT / 2, 1).value());
  }

  @Test
  void leavesOutWhatTheJudgeDoesNotKnow() {
    EvaluationReport report = evaluate(new Evaluator(pipeline, judge(ANIME, DomainLabel.CARTOON)));

    assertThat(report.figures())
        .filteredOn(figure -> figure.metric().matches("kid.*|.*_accuracy"))
        .extracting(figure -> figure.metric() + " " + figure.from() + " " + figure.to())
        .containsExactly(
            "target_accuracy real anime",
            "kid real anime",
            "kid_ceiling real anime",
            "judge_accuracy anime anime",
            "kid_floor anime anime");
  }

  /** There and back ends in the same negative of half the contrast, whichever way is first. */
  @Test
  void roundTripIsComparedWithTheInput() {
    EvaluationReport report = evaluate(new Evaluator(pipeline));

    for (int domain = 0; domain < 2; domain++) {
      float[] input = dataset.images(domain).toArray();
      double decibels = 0;
      for (int image = 0; image < COUNT; image++) {
        double squares = 0;
        for (int i = image * LENGTH; i < (image + 1) * LENGTH; i++) {
          double output = Math.round((0.75 - input[i] / 2) * 255) / 255.0;
          squares += (output - input[i]) * (output - input[i]);
        }
        decibels += -10 * Math.log10(squares / LENGTH) / COUNT;
      }
      String from = dataset.domains().get(domain).name();
      String to = dataset.domains().get(1 - domain).name();
      assertThat(value(report, "round_trip_psnr", from, to)).isCloseTo(decibels, within(0.01));
    }
  }

  @Test
  void hearsOfEveryTransfer() {
    List<Integer> heard = new ArrayList<>();

    new Evaluator(pipeline)
        .evaluate(
            dataset,
            6,
            (done, total) -> {
              assertThat(total).isEqualTo(2 * 6 * 3);
              heard.add(done);
            },
            new Cancellation());

    assertThat(heard).isSorted().endsWith(2 * 6 * 3);
  }

  @Test
  void refusesTooFewOrOtherImages() {
    Evaluator evaluator = new Evaluator(pipeline);
    Cancellation never = new Cancellation();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluator.evaluate(dataset, 4, SILENT, never));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluator.evaluate(new Noise(SIZE, 4), 10, SILENT, never))
        .withMessageStartingWith("The domain 'real' has 4 images");
    int tooMany = Integer.MAX_VALUE / (3 * SIZE * SIZE) + 1;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluator.evaluate(new Noise(SIZE, tooMany), tooMany, SILENT, never))
        .withMessageContaining(tooMany + " images, an evaluation takes at most " + (tooMany - 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluator.evaluate(new Noise(8, COUNT), 10, SILENT, never))
        .withMessageContaining("8 pixels a side, but the model's 16");
  }

  @Test
  void usesNoMoreImagesThanTheLimit() {
    Judge counting =
        new Seeing(
            List.of(REAL, ANIME),
            images -> {
              assertThat(images.count()).isEqualTo(6);
              return new Judge.Verdict(new float[6][2], new float[6][1]);
            });

    EvaluationReport report =
        new Evaluator(pipeline, counting).evaluate(dataset, 6, SILENT, new Cancellation());

    // Of equal logits, the first is the largest.
    assertThat(value(report, "target_accuracy", "anime", "real")).isEqualTo(1);
    assertThat(value(report, "kid", "real", "anime")).isZero();
  }

  /** The first image of each pair, and not the first half. */
  @Test
  void spreadsTheImagesOverAll() {
    List<ImageBatch> seen = new ArrayList<>();
    Judge remembering =
        new Seeing(
            List.of(REAL, ANIME),
            images -> {
              seen.add(images);
              return new Judge.Verdict(new float[5][2], new float[5][1]);
            });

    new Evaluator(pipeline, remembering)
        .evaluate(new Noise(SIZE, 10), 5, SILENT, new Cancellation());

    float[] all = new Noise(SIZE, 10).images(0).toArray();
    float[] used = seen.get(0).toArray();
    for (int i = 0; i < 5; i++) {
      assertThat(Arrays.copyOfRange(used, i * LENGTH, (i + 1) * LENGTH))
          .isEqualTo(Arrays.copyOfRange(all, 2 * i * LENGTH, (2 * i + 1) * LENGTH));
    }
  }

  @Test
  void canBeCancelled() {
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();

    assertThatExceptionOfType(TransferCancelledException.class)
        .isThrownBy(() -> new Evaluator(pipeline).evaluate(dataset, 8, SILENT, cancelled));
  }

  private EvaluationReport evaluate(Evaluator evaluator) {
    return evaluator.evaluate(dataset, Integer.MAX_VALUE, SILENT, new Cancellation());
  }

  private static double value(EvaluationReport report, String metric, String from, String to) {
    return report.figures().stream()
        .filter(figure -> figure.metric().equals(metric))
        .filter(figure -> figure.from().equals(from) && figure.to().equals(to))
        .mapToDouble(Figure::value)
        .sum();
  }
}
