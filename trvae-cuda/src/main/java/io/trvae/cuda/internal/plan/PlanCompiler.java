package io.trvae.cuda.internal.plan;

import io.trvae.model.TransferModel;
import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.Shape;
import io.trvae.spi.inference.FoldedLayer;
import io.trvae.spi.inference.LabelChain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a chain of layers into the steps of a {@link Plan}. */
final class PlanCompiler {

  private final TransferModel model;
  private final Format format;
  private final List<FoldedLayer> layers;

  /** Dense layers that all read what the chain ends with; their results stand side by side. */
  private final List<FoldedLayer> heads;

  private final Constants constants = new Constants();
  private final LabelTable labels = new LabelTable();
  private final List<Step> steps = new ArrayList<>();

  private Layout layout;
  private Area at = Area.INPUT;
  private int next;
  private boolean enlarged;
  private int largest;

  /** What turns the label into features behind those of the current vector, or null. */
  private @Nullable LabelChain appended;

  private PlanCompiler(
      TransferModel model, List<Layer> layers, List<Layer> heads, Shape input, Format format) {
    this.model = model;
    this.format = format;
    this.layers = FoldedLayer.fold(layers);
    this.heads = FoldedLayer.fold(heads);
    this.layout = Layout.of(input, format);
  }

  /** Image to the latent code's mean and log-variance. */
  static Plan encoder(TransferModel model, Format format) {
    Network network = model.network();
    return new PlanCompiler(
            model,
            network.encoder(),
            List.of(network.mean(), network.logVar()),
            network.spec().imageShape(),
            format)
        .compile(2 * network.spec().latentSize());
  }

  /** Latent code to image. */
  static Plan decoder(TransferModel model, Format format) {
    Network network = model.network();
    return new PlanCompiler(
            model, network.decoder(), List.of(), Shape.flat(network.spec().latentSize()), format)
        .compile(network.spec().imageShape().size());
  }

  private Plan compile(int outputFloats) {
    int inputFloats = layout.shape().size();
    pack();
    while (next < layers.size()) {
      add(layers.get(next));
    }
    if (!heads.isEmpty()) {
      dense(heads, Epilogue.NONE, Shape.flat(outputFloats), true);
    }
    if (at != Area.OUTPUT) {
      throw new UnsupportedOperationException(
          "No plan for a network that ends with " + layers.get(layers.size() - 1).layer());
    }
    return new Plan(
        inputFloats,
        outputFloats,
        Math.multiplyExact((long) largest, format.bytes()),
        domains(),
        List.copyOf(steps),
        constants,
        labels);
  }

  private int domains() {
    return model.spec().network().domainCount();
  }

  /** Takes up what can be computed before the first weight. */
  private void pack() {
    Shape image = layout.shape();
    Layer.Affine affine = new Layer.Affine(1, 0);
    if (layers.get(next).layer() instanceof Layer.Affine first) {
      affine = first;
      next++;
    }
    List<Layer> embedding = new ArrayList<>();
    boolean labelled = layers.get(next).layer() instanceof Layer.ConcatLabel;
    if (layers.get(next).layer() instanceof Layer.ConcatLabel concat) {
      embedding.addAll(concat.embedding());
      next++;
    }
    float slope = 1;
    if (layers.get(next).layer() instanceof Layer.LeakyRelu rectifier) {
      slope = rectifier.slope();
      embedding.add(rectifier);
      next++;
    }
    int planes = 0;
    int planesAt = 0;
    if (labelled) {
      LabelChain chain = new LabelChain(embedding, model::tensor);
      if (image.isFlat()) {
        appended = chain;
      } else {
        Shape label = Network.chainShape(embedding, Shape.flat(domains()), domains());
        planes = label.channels();
        planesAt = labels.add(chain::of, label.size());
      }
    }
    Layout packed =
        Layout.of(new Shape(image.channels() + planes, image.height(), image.width()), format);
    steps.add(
        new PackStep(
            image.channels(),
            planes,
            planesAt,
            packed,
            affine.scale(),
            affine.shift(),
            slope,
            at.next()));
    produced(packed);
  }

  private void produced(Layout output) {
    layout = output;
    at = at.next();
    largest = Math.max(largest, output.elements());
  }

  private void add(FoldedLayer folded) {
    Layer layer = folded.layer();
    if (enlarged && !(layer instanceof Layer.Conv2d)) {
      throw new UnsupportedOperationException("No plan for an enlargement before " + layer);
    }
    next++;
    if (layer instanceof Layer.Conv2d convolution) {
      convolution(convolution, folded);
    } else if (layer instanceof Layer.Dense dense) {
      Shape out = reshaped(Shape.flat(dense.out()));
      Epilogue epilogue = Epilogue.read(layers, next);
      next = epilogue.next();
      out = reshaped(out);
      dense(List.of(folded), epilogue, out, isLast());
    } else if (layer instanceof Layer.Upsample2x) {
      enlarged = true;
    } else if (layer instanceof Layer.MaxPool2x2) {
      Layout pooled = Layout.of(layer.outputShape(layout.shape(), domains()), format);
      int vectors = layout.channels() / format.vector();
      steps.add(new PoolStep(layout, pooled, vectors, at, at.next()));
      produced(pooled);
    } else if (layer instanceof Layer.ConcatLabel concat && appended == null) {
      // Whatever reads it multiplies the label's features apart.
      appended = new LabelChain(concat.embedding(), model::tensor);
    } else if (!(layer instanceof Layer.Flatten)) {
      // Features stay where they are when they become a vector.
      throw new UnsupportedOperationException("No plan for " + layer);
    }
  }

  /** Takes a reshape, if one comes next. */
  private Shape reshaped(Shape shape) {
    if (next < layers.size() && layers.get(next).layer() instanceof Layer.Reshape reshape) {
      next++;
      return reshape.shape();
    }
    return shape;
  }

  private boolean isLast() {
    return next == layers.size() && heads.isEmpty();
  }

  private void convolution(Layer.Conv2d layer, FoldedLayer folded) {
    if (appended != null) {
      throw new UnsupportedOperationException("No plan for a label's planes before " + layer);
    }
    Taps taps = Taps.of(layer, enlarged);
    Epilogue epilogue = Epilogue.read(layers, next);
    next = epilogue.next();
    Shape out = layer.outputShape(enlarged ? doubled(layout.shape()) : layout.shape(), domains());
    Layout output = Layout.of(out, format);
    boolean last = isLast();
    int outputs = last ? out.channels() : output.channels();
    float[] weight =
        taps.arrange(folded.weight(model::tensor), layer, layout.channels(), output.channels());
    OutputTerms terms =
        new OutputTerms(
            folded.bias(model::tensor), null, epilogue, model, outputs, channel -> channel);
    steps.add(
        new ConvolutionStep(
            layout.shape(),
            layout.channels() / format.vector(),
            taps,
            layer.stride(),
            out.height() / taps.enlargement(),
            out.width() / taps.enlargement(),
            outputs,
            last,
            constants.add(PackedWeights.pack(weight, taps.phases(), output.channels(), format)),
            place(terms),
            epilogue,
            at,
            last ? Area.OUTPUT : at.next()));
    enlarged = false;
    finished(output, last);
  }

  private static Shape doubled(Shape shape) {
    return new Shape(shape.channels(), 2 * shape.height(), 2 * shape.width());
  }

  private void finished(Layout output, boolean last) {
    if (last) {
      at = Area.OUTPUT;
    } else {
      produced(output);
    }
  }

  /** Adds layers that read the same vector as one. */
  private void dense(List<FoldedLayer> parallel, Epilogue epilogue, Shape out, boolean last) {
    Layout output = Layout.of(out, format);
    int outputs = last ? out.size() : output.elements();
    int stored = layout.elements();
    int features = layout.shape().size();
    float[] weight = new float[Math.multiplyExact(outputs, stored)];
    float[] bias = new float[out.size()];
    float[] labelWeight = {};
    int first = 0;
    for (FoldedLayer folded : parallel) {
      Layer.Dense layer = (Layer.Dense) folded.layer();
      float[] rows = folded.weight(model::tensor);
      int labelled = layer.in() - features;
      if ((appended == null) != (labelled == 0)) {
        throw new UnsupportedOperationException("No plan for " + layer + " after " + layout);
      }
      if (labelled > 0) {
        labelWeight = new float[layer.out() * labelled];
      }
      for (int row = 0; row < layer.out(); row++) {
        int to = (last ? first + row : output.place(row)) * stored;
        for (int i = 0; i < features; i++) {
          weight[to + layout.place(i)] = rows[row * layer.in() + i];
        }
        System.arraycopy(rows, row * layer.in() + features, labelWeight, row * labelled, labelled);
      }
      System.arraycopy(folded.bias(model::tensor), 0, bias, first, layer.out());
      first += layer.out();
    }
    OutputTerms.LabelColumns columns =
        appended == null ? null : new OutputTerms.LabelColumns(appended, labelWeight);
    OutputTerms terms =
        new OutputTerms(bias, columns, epilogue, model, outputs, last ? row -> row : output::place);
    steps.add(
        new ConvolutionStep(
            Shape.flat(stored),
            stored / format.vector(),
            new Taps(1, 1, 0, 0),
            1,
            1,
            1,
            outputs,
            last,
            constants.add(PackedWeights.pack(weight, 1, outputs, format)),
            place(terms),
            epilogue,
            at,
            last ? Area.OUTPUT : at.next()));
    appended = null;
    finished(output, last);
  }

  private ConvolutionStep.Terms place(OutputTerms terms) {
    return terms.dependOnLabel()
        ? new ConvolutionStep.Terms(true, labels.add(terms, terms.length()))
        : new ConvolutionStep.Terms(false, constants.add(terms.of(new float[0])));
  }
}
