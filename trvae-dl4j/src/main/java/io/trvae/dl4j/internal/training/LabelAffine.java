package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.network.Layer;
import io.trvae.spi.training.Operation;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * {@link Layer.LabelAffine}, on features in row-major order or with the channels last.
 *
 * <p>The scale differs from image to image, which oneDNN has no fast primitive for.
 */
final class LabelAffine implements Operation {

  private final Features input;
  private final Features output;
  private final Features label;
  private final NativeTensor weight;
  private final NativeTensor bias;
  private final GradientSum weightGradient;
  private final GradientSum biasGradient;
  private final int batch;
  private final int domains;
  private final int channels;
  private final int pixels;
  private final boolean channelsLast;
  private final float[][] scales;
  private final float[][] shifts;
  private final float[][] inputs;
  private final float[][] gradients;
  private GradientSum.@Nullable Part inputPart;
  private GradientSum.@Nullable Part weightPart;
  private GradientSum.@Nullable Part biasPart;

  LabelAffine(
      OneDnn oneDnn,
      ParameterViews parameters,
      Features input,
      Features label,
      Layer.LabelAffine layer) {
    this.input = input;
    this.label = label;
    batch = input.batch();
    domains = layer.domains();
    channels = layer.channels();
    pixels = input.shape().height() * input.shape().width();
    channelsLast = input.isChannelsLast();
    weight = parameters.value(layer.name() + ".weight", domains, channels);
    bias = parameters.value(layer.name() + ".bias", domains, channels);
    weightGradient = parameters.gradient(layer.name() + ".weight", domains, channels);
    biasGradient = parameters.gradient(layer.name() + ".bias", domains, channels);
    scales = new float[batch][channels];
    shifts = new float[batch][channels];
    inputs = new float[batch][channels * pixels];
    gradients = new float[batch][channels * pixels];
    memory.desc layout = new memory.desc(input.value().description());
    output = new Features(oneDnn, batch, input.shape(), layout, true);
  }

  Features output() {
    return output;
  }

  @Override
  public void forward(Mode mode) {
    mix(weight.floats(), scales);
    mix(bias.floats(), shifts);
    FloatBuffer from = input.value().floats();
    FloatBuffer to = output.value().floats();
    images().forEach(image -> forward(image, from, to));
  }

  private IntStream images() {
    return IntStream.range(0, batch).parallel();
  }

  /** Weighs the rows of all domains by each image's label. */
  private void mix(FloatBuffer rows, float[][] mixed) {
    FloatBuffer labels = label.value().floats();
    for (int image = 0; image < batch; image++) {
      for (int channel = 0; channel < channels; channel++) {
        float sum = 0;
        for (int domain = 0; domain < domains; domain++) {
          sum += labels.get(image * domains + domain) * rows.get(domain * channels + channel);
        }
        mixed[image][channel] = sum;
      }
    }
  }

  private void forward(int image, FloatBuffer from, FloatBuffer to) {
    float[] values = inputs[image];
    float[] scale = scales[image];
    float[] shift = shifts[image];
    float[] results = gradients[image];
    from.get(image * values.length, values);
    if (channelsLast) {
      for (int start = 0; start < values.length; start += channels) {
        for (int channel = 0; channel < channels; channel++) {
          results[start + channel] = values[start + channel] * scale[channel] + shift[channel];
        }
      }
    } else {
      for (int channel = 0; channel < channels; channel++) {
        for (int i = channel * pixels; i < (channel + 1) * pixels; i++) {
          results[i] = values[i] * scale[channel] + shift[channel];
        }
      }
    }
    to.put(image * values.length, results);
  }

  @Override
  public void prepareBackward() {
    weightPart = weightGradient.claim();
    biasPart = biasGradient.claim();
    if (input.needsGradient()) {
      inputPart = input.claimGradientPart();
    }
  }

  @Override
  public void backward(Target target) {
    FloatBuffer from = output.gradient().floats();
    @Nullable FloatBuffer to = inputPart == null ? null : inputPart.target().floats();
    float[][] byScale = new float[batch][channels];
    float[][] byShift = new float[batch][channels];
    images().forEach(image -> backward(image, from, to, byScale[image], byShift[image]));
    if (inputPart != null) {
      inputPart.finish();
    }
    if (target == Target.ALL && weightPart != null && biasPart != null) {
      collect(byScale, weightPart);
      collect(byShift, biasPart);
    }
  }

  private void backward(
      int image, FloatBuffer from, @Nullable FloatBuffer to, float[] byScale, float[] byShift) {
    float[] values = inputs[image];
    float[] gradient = gradients[image];
    float[] scale = scales[image];
    from.get(image * gradient.length, gradient);
    if (channelsLast) {
      for (int start = 0; start < values.length; start += channels) {
        for (int channel = 0; channel < channels; channel++) {
          byScale[channel] += gradient[start + channel] * values[start + channel];
        }
        for (int channel = 0; channel < channels; channel++) {
          byShift[channel] += gradient[start + channel];
        }
        for (int channel = 0; channel < channels; channel++) {
          gradient[start + channel] *= scale[channel];
        }
      }
    } else {
      for (int channel = 0; channel < channels; channel++) {
        for (int i = channel * pixels; i < (channel + 1) * pixels; i++) {
          byScale[channel] += gradient[i] * values[i];
          byShift[channel] += gradient[i];
          gradient[i] *= scale[channel];
        }
      }
    }
    if (to != null) {
      to.put(image * gradient.length, gradient);
    }
  }

  /** The transpose of {@link #mix}. */
  private void collect(float[][] byImage, GradientSum.Part part) {
    FloatBuffer labels = label.value().floats();
    FloatBuffer rows = part.target().floats();
    for (int domain = 0; domain < domains; domain++) {
      for (int channel = 0; channel < channels; channel++) {
        float sum = 0;
        for (int image = 0; image < batch; image++) {
          sum += labels.get(image * domains + domain) * byImage[image][channel];
        }
        rows.put(domain * channels + channel, sum);
      }
    }
    part.finish();
  }
}
