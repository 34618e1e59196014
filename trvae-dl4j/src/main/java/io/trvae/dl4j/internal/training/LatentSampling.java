package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.spi.training.LatentDraw;
import io.trvae.spi.training.Noise;
import java.nio.FloatBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** {@link LatentDraw}, in Java: a code has few elements. */
final class LatentSampling implements LatentDraw<Features> {

  private final Features mean;
  private final Features logVar;
  private final Features latent;
  private final Noise noise;
  private final float[] drawn;
  private double klWeight;
  private double kl;
  private GradientSum.@Nullable Part meanPart;
  private GradientSum.@Nullable Part logVarPart;

  LatentSampling(OneDnn oneDnn, Features mean, Features logVar, Noise noise) {
    this.mean = mean;
    this.logVar = logVar;
    this.noise = noise;
    latent = Features.plain(oneDnn, mean.batch(), mean.shape(), true);
    drawn = new float[mean.batch() * mean.shape().size()];
  }

  @Override
  public Features latent() {
    return latent;
  }

  @Override
  public void setKlWeight(double value) {
    klWeight = value;
  }

  @Override
  public double value() {
    return kl;
  }

  @Override
  public void forward(Mode mode) {
    FloatBuffer means = mean.value().floats();
    FloatBuffer logVars = logVar.value().floats();
    FloatBuffer latents = latent.value().floats();
    @Nullable Random random = mode == Mode.TRAINING ? noise.next() : null;
    double sum = 0;
    for (int i = 0; i < drawn.length; i++) {
      double m = means.get(i);
      double v = logVars.get(i);
      sum += Math.exp(v) + m * m - 1 - v;
      drawn[i] = random == null ? 0 : (float) (Math.exp(0.5 * v) * random.nextGaussian());
      latents.put(i, (float) (m + drawn[i]));
    }
    kl = 0.5 * sum / drawn.length;
  }

  @Override
  public void prepareBackward() {
    meanPart = mean.claimGradientPart();
    logVarPart = logVar.claimGradientPart();
  }

  @Override
  public void backward(Target target) {
    if (meanPart == null || logVarPart == null) {
      return;
    }
    FloatBuffer means = mean.value().floats();
    FloatBuffer logVars = logVar.value().floats();
    FloatBuffer byLatent = latent.gradient().floats();
    NativeTensor byMean = meanPart.target();
    NativeTensor byLogVar = logVarPart.target();
    FloatBuffer meanGradient = byMean.floats();
    FloatBuffer logVarGradient = byLogVar.floats();
    double scale = klWeight / drawn.length;
    for (int i = 0; i < drawn.length; i++) {
      double g = byLatent.get(i);
      meanGradient.put(i, (float) (g + scale * means.get(i)));
      logVarGradient.put(
          i, (float) (0.5 * (g * drawn[i] + scale * (Math.exp(logVars.get(i)) - 1))));
    }
    meanPart.finish();
    logVarPart.finish();
  }
}
