package io.trvae.dl4j.internal.plan;

import io.trvae.dl4j.internal.onednn.NativeTensor;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.dl4j.internal.onednn.UpsampledKernel;
import io.trvae.network.Layer;
import io.trvae.network.Shape;
import io.trvae.spi.inference.FoldedLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the layers that work on one image. Its features have the channels innermost, and every
 * step leaves them where the step before the last one did.
 */
final class ImageSteps {

  /** A vector register; fewer channels than this would be padded to it. */
  private static final int LANES = 16;

  /**
   * Transposed convolutions of so few rows add in another order when they are cut. So they are
   * always cut, and into as many parts, whatever the number of threads.
   */
  private static final int SMALL = 4;

  private static final int SMALL_PARTS = 2;

  /** Larger ones add in another order where a part draws a single pair of rows. */
  private static final int MIN_PAIRS = 2;

  /** What comes into the plan and what leaves it is never rounded. */
  private static final memory.data_type FLOAT = memory.data_type.f32;

  private final Compilation compilation;
  private final OneDnn oneDnn;
  private final WinogradSteps winograd;

  /** Two for the image that is worked on, and two for all images of a group. */
  private final int[][] buffers = new int[2][2];

  private final int[] turns = new int[2];

  private final List<PlannedStep> steps = new ArrayList<>();
  private Place place;
  private Shape shape;
  private int blocking = 1;

  /** The next step begins when all images of a group have taken the one before. */
  private boolean lineUp = true;

  /** Whether the layers at work are worth lining up for, and those after them. */
  private boolean heavy;

  private boolean heavyNext;

  /** Starts a chain in a buffer that holds one image. */
  ImageSteps(Compilation compilation, int buffer, Shape shape) {
    this(compilation, new Place(buffer, images(compilation.oneDnn, FLOAT, shape), 0, 0), shape);
  }

  /**
   * Starts a chain.
   *
   * @param place where the features are, channels innermost
   * @param shape their shape
   */
  ImageSteps(Compilation compilation, Place place, Shape shape) {
    this.compilation = compilation;
    this.oneDnn = compilation.oneDnn;
    winograd = new WinogradSteps(compilation);
    this.place = place;
    this.shape = shape;
    for (int[] pair : buffers) {
      Arrays.setAll(pair, i -> compilation.memory.buffer(0));
    }
  }

  /** The place of a group's vectors as images, channels innermost. */
  static Place row(Compilation compilation, VectorSteps.Rows rows, Shape shape) {
    memory.desc description = images(compilation.oneDnn, rows.type(), shape);
    return new Place(rows.buffer(), description, 0, OneDnn.bytes(rows.type(), rows.stride()));
  }

  List<PlannedStep> steps() {
    return steps;
  }

  Place place() {
    return place;
  }

  Shape shape() {
    return shape;
  }

  /** Returns into how many pixels, along each axis, a group of channels unfolds. */
  int blocking() {
    return blocking;
  }

  /**
   * Compiles layers.
   *
   * @param layers all of them work on images
   * @param target where the last one leaves its features, or null for a place of its own
   */
  void add(List<FoldedLayer> layers, @Nullable Place target) {
    if (place.type() != compilation.rounded) {
      heavyNext = isHeavy(layers, 0, shape);
      rounding();
    }
    int next = 0;
    while (next < layers.size()) {
      Layer layer = layers.get(next).layer();
      Linear linear = Linear.at(layers, next);
      if (linear != null) {
        int end = linear.at() + 1;
        Epilogue epilogue = new Epilogue();
        while (end < layers.size() && Epilogue.takes(layers.get(end).layer())) {
          epilogue.add(layers.get(end++).layer());
        }
        boolean last = end == layers.size();
        heavy = place.ofEachImage() && !(last && target == null) && linear.isHeavy(shape);
        heavyNext = isHeavy(layers, end, linear.outputShape(shape));
        convolution(linear, layers.get(linear.at()), epilogue, last, last ? target : null);
        next = end;
      } else if (layer instanceof Layer.MaxPool2x2 pool) {
        next++;
        heavy = false;
        heavyNext = isHeavy(layers, next, pool.outputShape(shape, 0));
        pooling(next == layers.size() ? target : null);
      } else {
        throw new UnsupportedOperationException("No plan for " + layer + " on an image");
      }
    }
  }

  /**
   * A convolution, with the upsampling before it if there is one.
   *
   * @param at which of the layers is the convolution
   */
  private record Linear(int at, boolean upsample, Layer.Conv2d conv) {

    /** Returns what begins with a layer, or null if that is something else or there is none. */
    static @Nullable Linear at(List<FoldedLayer> layers, int from) {
      boolean upsample =
          from < layers.size() && layers.get(from).layer() instanceof Layer.Upsample2x;
      int at = upsample ? from + 1 : from;
      return at < layers.size() && layers.get(at).layer() instanceof Layer.Conv2d conv
          ? new Linear(at, upsample, conv)
          : null;
    }

    Shape outputShape(Shape in) {
      return conv.outputShape(upsample ? new Layer.Upsample2x().outputShape(in, 0) : in, 0);
    }

    /**
     * Tells whether the weights are larger than the images, so that they had better stay in the
     * cache from image to image.
     */
    boolean isHeavy(Shape in) {
      long weights = (long) conv.in() * conv.out() * conv.kernel() * conv.kernel();
      return weights > in.size() + outputShape(in).size();
    }
  }

  private static boolean isHeavy(List<FoldedLayer> layers, int at, Shape in) {
    Linear linear = Linear.at(layers, at);
    return linear != null && linear.isHeavy(in);
  }

  private void convolution(
      Linear linear, FoldedLayer folded, Epilogue epilogue, boolean last, @Nullable Place target) {
    Layer.Conv2d conv = linear.conv();
    Shape in = shape;
    float[] weight = folded.weight(compilation.tensors);
    float[] bias = folded.bias(compilation.tensors);
    int k = conv.kernel();
    boolean sameSize = UpsampledKernel.fits(conv);
    Window window;
    if (linear.upsample()) {
      if (!sameSize) {
        throw new UnsupportedOperationException("No plan for an upsampling before " + conv);
      }
      window = new Window(k + 1, 2, k - 1 - conv.padBefore(), k - 1 - conv.padAfter(), true);
      float[] narrow = weight;
      weight = new float[conv.out() * conv.in() * (k + 1) * (k + 1)];
      UpsampledKernel.widen(narrow, k, weight);
    } else if (last
        && target == null
        && sameSize
        && 4 * conv.out() <= LANES
        && shape.height() % 2 == 0
        && !epilogue.dependsOnLabel()) {
      window = new Window(k + 1, 2, conv.padBefore(), conv.padAfter(), false);
      weight = KernelWeights.blocked(weight, conv.out(), conv.in(), k);
      float[] once = bias;
      bias = new float[4 * once.length];
      for (int pixel = 0; pixel < 4; pixel++) {
        System.arraycopy(once, 0, bias, pixel * once.length, once.length);
      }
      blocking = 2;
    } else {
      window = new Window(k, conv.stride(), conv.padBefore(), conv.padAfter(), false);
    }
    shape = linear.outputShape(in);
    Winograd tiles =
        compilation.rounded == FLOAT && window.kernel() == k && epilogue.isAtMostRectifier()
            ? WinogradSteps.suitable(conv, in, heavy)
            : null;
    if (tiles != null) {
      Place result = target == null ? next(FLOAT, shape) : target;
      steps.addAll(
          winograd.steps(
              tiles, order(), heavy, place, in, weight, bias, epilogue.slope(), result, shape));
      place = result;
      return;
    }
    Shape stored = new Shape(bias.length, shape.height() / blocking, shape.width() / blocking);
    memory.data_type type = last ? FLOAT : compilation.rounded;
    linear(
        window, in, weight, bias, stored, epilogue, target == null ? next(type, stored) : target);
  }

  /** A kernel that moves over an image: of a convolution, or of a transposed one. */
  private record Window(int kernel, int stride, int padBefore, int padAfter, boolean transposed) {

    RowRange rows(int from, int to, int height) {
      return transposed
          ? RowRange.transposed(from, to, height, kernel, stride, padBefore)
          : RowRange.convolution(from, to, height, kernel, stride, padBefore);
    }
  }

  private void linear(
      Window window,
      Shape in,
      float[] weight,
      float[] bias,
      Shape out,
      Epilogue epilogue,
      Place result) {
    Place source = place;
    NativeTensor biases = compilation.bias(bias);
    Epilogue.PostOps postOps = epilogue.postOps(oneDnn, this::labelArray);
    long[] weightDims = {out.channels(), in.channels(), window.kernel(), window.kernel()};
    // A transposed convolution draws rows in pairs.
    int step = window.transposed() ? 2 : 1;
    int units = out.height() / step;
    BiFunction<Part, memory.desc, Cut> cut =
        (part, weights) -> {
          int from = part.from() * step;
          int to = part.to() * step;
          RowRange rows = window.rows(from, to, in.height());
          Place input = rows(source, in, rows.from(), rows.rows());
          Place output = rows(result, out, from, to - from);
          return new Cut(
              part,
              input,
              output,
              description(window, input, weights, biases, output, rows, postOps));
        };
    boolean small = window.transposed() && in.height() <= SMALL;
    List<Part> first = small ? Part.of(units, SMALL_PARTS) : List.of(Part.whole(units));
    Cut leading = cut.apply(first.get(0), oneDnn.any(compilation.rounded, weightDims));
    // All take the layout of the first one: in another one they would add in another order.
    memory.desc weights = compilation.weightLayout(leading.description());
    NativeTensor packed = compilation.packed(oneDnn.plain(weightDims), weight, weights);
    Function<Cut, Task> task =
        each -> {
          List<Operand> operands = new ArrayList<>();
          operands.add(new Operand.Variable(dnnl.DNNL_ARG_SRC, each.input()));
          operands.add(new Operand.Constant(dnnl.DNNL_ARG_WEIGHTS, packed));
          operands.add(new Operand.Constant(dnnl.DNNL_ARG_BIAS, biases));
          operands.add(new Operand.Variable(dnnl.DNNL_ARG_DST, each.output()));
          operands.addAll(postOps.operands());
          int scratchpad = Math.min(each.part().index(), compilation.shards - 1);
          return compilation.task(each.description(), scratchpad, operands);
        };
    if (small) {
      List<Task> tasks = first.stream().map(part -> task.apply(cut.apply(part, weights))).toList();
      steps.add(new PlannedStep(order(), tasks, tasks));
    } else {
      List<Task> tasks = new ArrayList<>(List.of(task.apply(leading)));
      shards(leading, units, window.transposed(), part -> cut.apply(part, weights))
          .forEach(each -> tasks.add(task.apply(each)));
      add(tasks);
    }
    place = result;
  }

  /** Some rows of a layer's output, what they depend on, and what computes them. */
  private record Cut(Part part, Place input, Place output, primitive_desc_base description) {

    boolean isComputedAs(Cut other) {
      return Compilation.implementation(description)
          .equals(Compilation.implementation(other.description));
    }
  }

  /**
   * Cuts a layer into the most parts that oneDNN computes in the way in which it does the whole.
   */
  private List<Cut> shards(Cut whole, int units, boolean pairs, Function<Part, Cut> cut) {
    int most = pairs ? units / MIN_PAIRS : units;
    for (int count = Math.min(compilation.shards, most); count > 1; count--) {
      List<Cut> cuts = Part.of(units, count).stream().map(cut).toList();
      if (cuts.stream().allMatch(each -> each.isComputedAs(whole))) {
        return cuts;
      }
    }
    return List.of(whole);
  }

  private static List<Part> wholeAnd(List<Part> parts) {
    List<Part> all = new ArrayList<>(parts);
    all.add(0, Part.whole(parts.get(parts.size() - 1).to()));
    return all;
  }

  private void add(List<Task> wholeAndShards) {
    List<Task> whole = wholeAndShards.subList(0, 1);
    List<Task> shards = wholeAndShards.subList(1, wholeAndShards.size());
    steps.add(new PlannedStep(order(), whole, shards.size() == 1 ? whole : shards));
  }

  private primitive_desc_base description(
      Window window,
      Place input,
      memory.desc weights,
      NativeTensor biases,
      Place output,
      RowRange rows,
      Epilogue.PostOps postOps) {
    long[] strides = {window.stride(), window.stride()};
    long[] before = {rows.padBefore(), window.padBefore()};
    long[] after = {rows.padAfter(), window.padAfter()};
    return window.transposed()
        ? new deconvolution_forward.primitive_desc(
            oneDnn.engine(),
            dnnl.prop_kind.forward_inference.value,
            dnnl.algorithm.deconvolution_direct.value,
            input.description(),
            weights,
            biases.description(),
            output.description(),
            strides,
            before,
            after,
            postOps.attributes(),
            true)
        : new convolution_forward.primitive_desc(
            oneDnn.engine(),
            dnnl.prop_kind.forward_inference.value,
            dnnl.algorithm.convolution_direct.value,
            input.description(),
            weights,
            biases.description(),
            output.description(),
            strides,
            before,
            after,
            postOps.attributes(),
            true);
  }

  private void pooling(@Nullable Place target) {
    Shape in = shape;
    shape = new Layer.MaxPool2x2().outputShape(in, 0);
    // An odd row or column at the end belongs to no window.
    rowByRow(
        in,
        2,
        target == null ? next(compilation.rounded, shape) : target,
        (input, output, attributes) ->
            new pooling_forward.primitive_desc(
                oneDnn.engine(),
                dnnl.prop_kind.forward_inference.value,
                dnnl.algorithm.pooling_max.value,
                input,
                output,
                new long[] {2, 2},
                new long[] {2, 2},
                new long[] {0, 0},
                new long[] {0, 0},
                new long[] {0, 0},
                attributes,
                true));
  }

  /** Rounds what has come into the plan. */
  private void rounding() {
    rowByRow(
        shape,
        1,
        next(compilation.rounded, shape),
        (input, output, attributes) ->
            new reorder.primitive_desc(
                oneDnn.engine(), input, oneDnn.engine(), output, attributes, true));
  }

  /** Describes a primitive without weights. */
  @FunctionalInterface
  private interface Weightless {
    primitive_desc_base description(
        memory.desc input, memory.desc output, primitive_attr attributes);
  }

  /** Adds a step in which a row of the result depends on its own rows of the input alone. */
  private void rowByRow(Shape in, int inputRows, Place result, Weightless primitive) {
    Place source = place;
    Epilogue.PostOps none = new Epilogue().postOps(oneDnn, this::labelArray);
    List<Task> tasks = new ArrayList<>();
    for (Part part : wholeAnd(Part.of(shape.height(), compilation.shards))) {
      Place input = rows(source, in, inputRows * part.from(), inputRows * part.size());
      Place output = rows(result, shape, part.from(), part.size());
      tasks.add(
          compilation.task(
              primitive.description(input.description(), output.description(), none.attributes()),
              part.index(),
              List.of(
                  new Operand.Variable(dnnl.DNNL_ARG_SRC, input),
                  new Operand.Variable(dnnl.DNNL_ARG_DST, output))));
    }
    add(tasks);
    place = result;
  }

  private PlannedStep.Order order() {
    boolean now = lineUp || heavy;
    lineUp = heavy;
    return now ? PlannedStep.Order.LINE_UP : PlannedStep.Order.GO_ON;
  }

  private Place next(memory.data_type type, Shape out) {
    boolean each = heavy || heavyNext;
    int kind = each ? 1 : 0;
    int buffer = buffers[kind][turns[kind]++ % 2];
    long bytes = OneDnn.bytes(type, out.size());
    compilation.memory.grow(buffer, each ? Compilation.GROUP * bytes : bytes);
    return new Place(buffer, images(oneDnn, type, out), 0, each ? bytes : 0);
  }

  private Place rows(Place all, Shape features, int from, int rows) {
    Shape part = new Shape(features.channels(), rows, features.width());
    long skipped = (long) from * features.width() * features.channels();
    long offset = all.offset() + OneDnn.bytes(all.type(), skipped);
    memory.desc description = images(oneDnn, all.type(), part);
    return new Place(all.buffer(), description, offset, all.stride());
  }

  private static memory.desc images(OneDnn oneDnn, memory.data_type type, Shape features) {
    return oneDnn.channelsLast(type, 1, features.channels(), features.height(), features.width());
  }

  private Place labelArray(Layer.LabelAffine affine, String array) {
    int channels = affine.channels();
    float[] rows = compilation.tensors.tensor(array).toFloats();
    int buffer = compilation.lane(new LabelBlend(rows, channels), channels);
    return new Place(buffer, oneDnn.plain(1, channels, 1, 1), 0, (long) channels * Float.BYTES);
  }
}
