package io.trvae.dl4j.internal.training;

import io.trvae.Cancellation;
import io.trvae.ProgressListener;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.scenes.Scene;
import io.trvae.dl4j.internal.scenes.SceneComposer;
import io.trvae.model.Tensor;
import io.trvae.network.LocatorNetwork;
import io.trvae.network.Shape;
import io.trvae.spi.training.Initialiser;
import io.trvae.spi.training.Noise;
import io.trvae.spi.training.Operation;
import io.trvae.spi.training.ParameterLayout;
import io.trvae.spi.training.Tape;
import io.trvae.training.DomainDataset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Trains a {@link LocatorNetwork} on the processor, on composed scenes. Not thread-safe. */
public final class LocatorTrainer implements AutoCloseable {

  /** Pictures of a batch. */
  public static final int BATCH = 32;

  /** What Adam starts with. */
  public static final double LEARNING_RATE = 2e-3;

  private static final int SIZE = 96;

  private final SceneComposer composer;
  private final SceneComposer.Wish known;
  private final SceneComposer.Wish any;
  private final Parameters parameters =
      new Parameters(new ParameterLayout(LocatorNetwork.parameters()));
  private final OneDnn oneDnn = new OneDnn();
  private final Tape tape = new Tape();
  private final Features pictures;
  private final LocatorLoss loss;

  /**
   * Prepares a training.
   *
   * @param dataset faces that are framed as a model is given them
   * @param seed determines first weights and all scenes
   */
  public LocatorTrainer(DomainDataset dataset, long seed) {
    composer = new SceneComposer(dataset, seed);
    List<Integer> domains = IntStream.range(0, dataset.domains().size()).boxed().toList();
    double middle = LocatorNetwork.FACE_SIDE;
    known = new SceneComposer.Wish(SIZE, SIZE, domains, 0, 2, 0.6 * middle, 1.65 * middle);
    any = new SceneComposer.Wish(SIZE, SIZE, domains, 0, 3, 0.25 * middle, 4 * middle);
    parameters.fill(Initialiser.draw(parameters.layout(), seed));
    pictures = Features.plain(oneDnn, BATCH, new Shape(3, SIZE, SIZE), false);
    Features noLabel = Features.plain(oneDnn, BATCH, Shape.flat(1), false);
    Compiler compiler = new Compiler(oneDnn, parameters, new Noise(seed), false);
    Features cells =
        compiler.appendPlain(
            tape, compiler.append(tape, LocatorNetwork.layers(), pictures, noLabel));
    loss = tape.add(new LocatorLoss(cells));
    tape.prepareBackward();
  }

  /** See {@link io.trvae.dl4j.TrainedFaceLocator#train}. */
  public void train(int steps, ProgressListener listener, Cancellation cancellation) {
    new AuxiliaryTraining("locator", parameters, LEARNING_RATE)
        .run(steps, BATCH, this::step, listener, cancellation);
  }

  private double step(int step) {
    List<Scene> scenes =
        IntStream.range(0, BATCH)
            .parallel()
            .mapToObj(i -> composer.compose(i % 4 == 0 ? any : known, (long) step * BATCH + i))
            .toList();
    float[] values = new float[BATCH * pictures.shape().size()];
    for (int i = 0; i < BATCH; i++) {
      scenes.get(i).copyTo(values, i * pictures.shape().size());
    }
    pictures.value().floats().put(values);
    int cells = SIZE / LocatorNetwork.STRIDE;
    loss.setTargets(
        scenes.stream().map(scene -> new CellTargets(cells, cells, scene.faces())).toList());
    tape.forward(Operation.Mode.TRAINING);
    tape.backward(Operation.Target.ALL);
    return loss.loss();
  }

  /** Copies all arrays. */
  public Map<String, Tensor> tensors() {
    return parameters.toTensors();
  }

  @Override
  public void close() {
    oneDnn.close();
    parameters.close();
  }
}
