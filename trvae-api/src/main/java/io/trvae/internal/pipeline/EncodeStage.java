package io.trvae.internal.pipeline;

import io.trvae.DomainLabel;
import io.trvae.Latent;
import io.trvae.RgbImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes one batch: images of any size, each with the label of its own domain, to latent codes.
 */
final class EncodeStage {

  private final CheckedBackend backend;
  private final Workspaces workspaces;
  private final Framing framing;
  private final LabelWeights labels;

  EncodeStage(CheckedBackend backend, Workspaces workspaces, Framing framing, LabelWeights labels) {
    this.backend = backend;
    this.workspaces = workspaces;
    this.framing = framing;
    this.labels = labels;
  }

  List<Latent> encode(List<RgbImage> images, List<DomainLabel> domains) {
    int batch = images.size();
    Workspace workspace = workspaces.take(batch);
    for (int i = 0; i < batch; i++) {
      workspace.setImage(i, framing.toModel(images.get(i)));
      workspace.setLabel(i, labels.oneHot(domains.get(i)));
    }
    backend.encode(workspace.images(), workspace.labels, batch, workspace.codes, workspace.logVars);
    List<Latent> latents = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      latents.add(workspace.latent(i));
    }
    workspaces.giveBack(workspace);
    return latents;
  }
}
