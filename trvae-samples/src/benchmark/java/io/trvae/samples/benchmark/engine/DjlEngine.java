package io.trvae.samples.benchmark.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.trvae.model.TransferModel;
import io.trvae.network.Network;
import io.trvae.network.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** PyTorch through DJL, on a {@linkplain FoldedModel folded} model without gradients. */
final class DjlEngine implements TransferEngine {

  private final Network network;
  private final FoldedModel folded;
  private final DjlNetwork djl;

  DjlEngine(TransferModel model, int threads) {
    network = model.network();
    folded = new FoldedModel(model);
    djl = new DjlNetwork(threads, false);
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      shapes.put(parameter.name(), parameter.shape());
    }
    folded
        .weights()
        .forEach(
            (name, values) ->
                djl.put(name, values, shapes.getOrDefault(name, List.of(values.length))));
  }

  @Override
  public void transfer(float[] images, float[] from, float[] to, int batch, float[] results) {
    int size = network.spec().imageSize();
    int domains = network.spec().domainCount();
    try (NDManager call = djl.manager().newSubManager()) {
      NDArray image = call.create(images, new Shape(batch, 3, size, size));
      NDArray source = call.create(from, new Shape(batch, domains));
      NDArray target = call.create(to, new Shape(batch, domains));
      NDArray features = djl.chain(folded.encoder(), image, source);
      NDArray mean = djl.dense(network.mean(), features);
      NDArray result = djl.chain(folded.decoder(), mean, target);
      result.toByteBuffer().asFloatBuffer().get(results);
    }
  }

  @Override
  public void close() {
    djl.close();
  }
}
