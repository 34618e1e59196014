package io.trvae.cuda.internal.plan;

import io.trvae.model.TransferModel;
import io.trvae.network.Layer;
import io.trvae.spi.inference.FoldedLayer;
import io.trvae.spi.inference.LabelChain;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a layer's sums are multiplied by and what is then added: bias, normalisation, and all that
 * the label has to say, in one scale and one shift for each.
 */
final class OutputTerms implements LabelTable.Features {

  /**
   * Columns of a dense layer that are multiplied with features of the label.
   *
   * @param chain computes the features
   * @param weight {@code [outputs, features]}
   */
  record LabelColumns(LabelChain chain, float[] weight) {}

  private final float[] scales;
  private final float[] shifts;
  private final @Nullable LabelColumns columns;
  private final int stored;
  private final IntUnaryOperator place;
  private final float[] styleScales;
  private final float[] styleShifts;
  private final int styleChannels;

  /**
   * Gathers the terms.
   *
   * @param bias one for each sum, in the layer's order
   * @param columns what the layer multiplies with the label, or null
   * @param epilogue what follows
   * @param model where the weights are
   * @param stored how many are stored, those that fill up among them
   * @param place where a sum of the layer is stored
   */
  OutputTerms(
      float[] bias,
      @Nullable LabelColumns columns,
      Epilogue epilogue,
      TransferModel model,
      int stored,
      IntUnaryOperator place) {
    this.columns = columns;
    this.stored = stored;
    this.place = place;
    scales = new float[bias.length];
    shifts = new float[bias.length];
    FoldedLayer normalisation = epilogue.normalisation();
    float[] scale = normalisation == null ? new float[] {1} : normalisation.weight(model::tensor);
    float[] shift = normalisation == null ? new float[] {0} : normalisation.bias(model::tensor);
    int area = bias.length / scale.length;
    for (int i = 0; i < bias.length; i++) {
      scales[i] = scale[i / area];
      shifts[i] = bias[i] * scale[i / area] + shift[i / area];
    }
    Layer.LabelAffine style = epilogue.style();
    styleChannels = style == null ? 0 : style.channels();
    styleScales = style == null ? new float[0] : model.tensor(style.name() + ".weight").toFloats();
    styleShifts = style == null ? new float[0] : model.tensor(style.name() + ".bias").toFloats();
  }

  boolean dependOnLabel() {
    return columns != null || styleChannels > 0;
  }

  /** Floats of {@link #of}. */
  int length() {
    return 2 * stored;
  }

  /** Returns all scales as stored, then all shifts. Without a label, an empty one will do. */
  @Override
  public float[] of(float[] label) {
    float[] terms = new float[length()];
    float[] features = columns == null ? new float[0] : columns.chain.of(label);
    float[] styleScale = blend(styleScales, label);
    float[] styleShift = blend(styleShifts, label);
    for (int i = 0; i < scales.length; i++) {
      double scale = scales[i];
      double shift = shifts[i];
      if (columns != null) {
        double sum = 0;
        for (int j = 0; j < features.length; j++) {
          sum += (double) columns.weight[i * features.length + j] * features[j];
        }
        shift += scale * sum;
      }
      if (styleChannels > 0) {
        int channel = i / (scales.length / styleChannels);
        scale *= styleScale[channel];
        shift = shift * styleScale[channel] + styleShift[channel];
      }
      int at = place.applyAsInt(i);
      terms[at] = (float) scale;
      terms[stored + at] = (float) shift;
    }
    return terms;
  }

  private float[] blend(float[] rows, float[] label) {
    float[] blend = new float[styleChannels];
    for (int i = 0; i < rows.length; i++) {
      blend[i % styleChannels] += label[i / styleChannels] * rows[i];
    }
    return blend;
  }
}
