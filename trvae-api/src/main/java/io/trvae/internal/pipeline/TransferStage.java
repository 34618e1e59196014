package io.trvae.internal.pipeline;

import io.trvae.Latent;
import io.trvae.Levels;
import io.trvae.RgbImage;
import io.trvae.TransferRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Encodes and draws one batch by one call of the backend: each image once, from its mean. */
final class TransferStage {

  private final CheckedBackend backend;
  private final Workspaces workspaces;
  private final Framing framing;
  private final LabelWeights labels;

  TransferStage(
      CheckedBackend backend, Workspaces workspaces, Framing framing, LabelWeights labels) {
    this.backend = backend;
    this.workspaces = workspaces;
    this.framing = framing;
    this.labels = labels;
  }

  /** An image's code, and what was drawn from it, of the model's size. */
  record Drawn(Latent latent, RgbImage image) {}

  List<Drawn> transfer(List<TransferRequest> requests) {
    Workspace source = workspaces.take(requests.size());
    Workspace target = workspaces.take(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      TransferRequest request = requests.get(i);
      source.setLabel(i, labels.oneHot(request.from()));
      target.setLabel(i, labels.blend(request.from(), request.to(), request.strength()));
    }
    List<RgbImage> images =
        backend.takesPixels() && requests.stream().allMatch(TransferStage::isClipped)
            ? asPixels(requests, source, target)
            : asFloats(requests, source, target);
    List<Drawn> drawn = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      drawn.add(new Drawn(source.latent(i), images.get(i)));
    }
    workspaces.giveBack(source);
    workspaces.giveBack(target);
    return drawn;
  }

  /** Other levels need the values that were drawn. */
  private static boolean isClipped(TransferRequest request) {
    return request.levels() == Levels.CLIPPED;
  }

  private List<RgbImage> asFloats(
      List<TransferRequest> requests, Workspace source, Workspace target) {
    int batch = requests.size();
    for (int i = 0; i < batch; i++) {
      source.setImage(i, framing.toModel(requests.get(i).image()));
    }
    backend.transfer(
        source.images(),
        source.labels,
        target.labels,
        batch,
        source.codes,
        source.logVars,
        target.images());
    List<RgbImage> images = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      images.add(target.image(i, requests.get(i).levels()));
    }
    return images;
  }

  private List<RgbImage> asPixels(
      List<TransferRequest> requests, Workspace source, Workspace target) {
    int batch = requests.size();
    int length = source.imageLength();
    byte[] pixels = new byte[batch * length];
    for (int i = 0; i < batch; i++) {
      byte[] rgb = framing.toModel(requests.get(i).image()).rgb();
      System.arraycopy(rgb, 0, pixels, i * length, length);
    }
    byte[] drawn = new byte[pixels.length];
    backend.transferPixels(
        pixels, source.labels, target.labels, batch, source.codes, source.logVars, drawn);
    List<RgbImage> images = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      byte[] rgb = Arrays.copyOfRange(drawn, i * length, (i + 1) * length);
      images.add(RgbImage.ofRgb(framing.modelSize(), framing.modelSize(), rgb));
    }
    return images;
  }
}
