package io.trvae.internal.pipeline;

import io.trvae.Latent;
import io.trvae.RgbImage;
import io.trvae.TransferRequest;
import java.util.ArrayList;
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
    int batch = requests.size();
    Workspace source = workspaces.take(batch);
    Workspace target = workspaces.take(batch);
    for (int i = 0; i < batch; i++) {
      TransferRequest request = requests.get(i);
      source.setImage(i, framing.toModel(request.image()));
      source.setLabel(i, labels.oneHot(request.from()));
      target.setLabel(i, labels.blend(request.from(), request.to(), request.strength()));
    }
    backend.transfer(
        source.images,
        source.labels,
        target.labels,
        batch,
        source.codes,
        source.logVars,
        target.images);
    List<Drawn> drawn = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      drawn.add(new Drawn(source.latent(i), target.image(i, requests.get(i).levels())));
    }
    workspaces.giveBack(source);
    workspaces.giveBack(target);
    return drawn;
  }
}
