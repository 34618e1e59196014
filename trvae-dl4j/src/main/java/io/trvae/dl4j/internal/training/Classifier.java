package io.trvae.dl4j.internal.training;

import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.model.Tensor;
import io.trvae.network.JudgeNetwork;
import io.trvae.network.Shape;
import io.trvae.spi.training.Noise;
import io.trvae.spi.training.Operation;
import io.trvae.spi.training.ParameterLayout;
import io.trvae.spi.training.Tape;
import java.util.Map;

/**
 * A classifier of domains on a tape, for one batch size.
 *
 * <p>Not thread-safe.
 */
public final class Classifier implements AutoCloseable {

  private final Parameters parameters;
  private final OneDnn oneDnn = new OneDnn();
  private final Noise noise;
  private final Tape tape = new Tape();
  private final Features image;
  private final Features features;
  private final Features logits;
  private final SoftmaxCrossEntropy crossEntropy;

  /**
   * Compiles a network; its arrays are 0 until they are filled.
   *
   * @param batch the number of images that a pass computes
   * @param seed determines dropout
   */
  public Classifier(JudgeNetwork network, int batch, long seed) {
    parameters = new Parameters(new ParameterLayout(network.parameters()));
    noise = new Noise(seed);
    image = Features.plain(oneDnn, batch, network.imageShape(), false);
    Features noLabel = Features.plain(oneDnn, batch, Shape.flat(1), false);
    Compiler compiler = new Compiler(oneDnn, parameters, noise, false);
    features =
        compiler.appendPlain(tape, compiler.append(tape, network.features(), image, noLabel));
    logits = compiler.appendPlain(tape, compiler.append(tape, network.logits(), features, noLabel));
    crossEntropy = tape.add(new SoftmaxCrossEntropy(logits));
    tape.prepareBackward();
  }

  Parameters parameters() {
    return parameters;
  }

  /** Sets all arrays. */
  public void fill(Map<String, Tensor> tensors) {
    tensors.forEach((name, tensor) -> parameters.values(name).put(tensor.toFloats()));
  }

  /** Returns the number of images that a pass computes. */
  public int batch() {
    return image.batch();
  }

  /**
   * Runs forward and backward; the parameters' gradients are those of this batch afterwards.
   *
   * @param images a full batch
   * @param labels the domain of each image
   * @param step determines dropout
   * @return the loss
   */
  double train(float[] images, int[] labels, long step) {
    noise.atStep(step);
    image.value().floats().put(images);
    crossEntropy.setLabels(labels);
    tape.forward(Operation.Mode.TRAINING);
    tape.backward(Operation.Target.ALL);
    return crossEntropy.loss();
  }

  /**
   * Looks at images in inference mode.
   *
   * @param images {@code [count, 3, size, size]}
   * @param count at most {@link #batch()}
   * @param allFeatures receives the features of each image
   * @param allLogits receives the logits of each image
   * @param first where in both to put those of the first image
   */
  public void infer(
      float[] images, int count, float[][] allFeatures, float[][] allLogits, int first) {
    image.value().floats().put(images, 0, count * image.shape().size());
    tape.forward(Operation.Mode.INFERENCE);
    copyRows(features, count, allFeatures, first);
    copyRows(logits, count, allLogits, first);
  }

  private static void copyRows(Features from, int count, float[][] to, int first) {
    int width = from.shape().channels();
    for (int row = 0; row < count; row++) {
      to[first + row] = new float[width];
      from.value().floats().get(row * width, to[first + row]);
    }
  }

  @Override
  public void close() {
    oneDnn.close();
    parameters.close();
  }
}
