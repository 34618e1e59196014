package io.trvae.internal.pipeline;

import io.trvae.Latent;
import io.trvae.Levels;
import io.trvae.RgbImage;
import java.util.ArrayList;
import java.util.List;

/** Decodes one batch: latent codes and their labels to images of the model's size. */
final class DecodeStage {

  private final CheckedBackend backend;
  private final Workspaces workspaces;

  DecodeStage(CheckedBackend backend, Workspaces workspaces) {
    this.backend = backend;
    this.workspaces = workspaces;
  }

  List<RgbImage> decode(List<Latent> latents, List<float[]> labels, List<Levels> levels) {
    int batch = latents.size();
    Workspace workspace = workspaces.take(batch);
    for (int i = 0; i < batch; i++) {
      workspace.setCode(i, latents.get(i));
      workspace.setLabel(i, labels.get(i));
    }
    backend.decode(workspace.codes, workspace.labels, batch, workspace.images());
    List<RgbImage> images = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      images.add(workspace.image(i, levels.get(i)));
    }
    workspaces.giveBack(workspace);
    return images;
  }
}
