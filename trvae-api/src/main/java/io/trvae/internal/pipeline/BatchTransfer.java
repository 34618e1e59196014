package io.trvae.internal.pipeline;

import io.trvae.DomainLabel;
import io.trvae.Latent;
import io.trvae.Levels;
import io.trvae.RgbImage;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.face.Face;
import io.trvae.face.TransferredFace;
import io.trvae.model.ModelSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Sends one batch through the stages. */
final class BatchTransfer {

  private final Framing framing;
  private final LabelWeights labels;
  private final Workspaces workspaces;
  private final EncodeStage encoder;
  private final DecodeStage decoder;
  private final TransferStage both;

  BatchTransfer(CheckedBackend backend, ModelSpec spec) {
    this.framing = new Framing(spec.imageSize());
    this.labels = new LabelWeights(spec);
    this.workspaces = new Workspaces(spec);
    this.encoder = new EncodeStage(backend, workspaces, framing, labels);
    this.decoder = new DecodeStage(backend, workspaces);
    this.both = new TransferStage(backend, workspaces, framing, labels);
  }

  List<TransferResult> transfer(List<TransferRequest> requests) {
    long start = System.nanoTime();
    List<TransferStage.Drawn> drawn = encodeAndDraw(requests);
    List<RgbImage> outputs = toOutput(requests, drawn);
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    List<TransferResult> results = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      TransferRequest request = requests.get(i);
      TransferredFace face =
          new TransferredFace(
              Face.centreSquareOf(request.image()), drawn.get(i).image(), drawn.get(i).latent());
      results.add(
          new TransferResult(
              outputs.get(i), List.of(), List.of(face), request.from(), request.to(), duration));
    }
    return results;
  }

  /** One call of the backend, or one for each half where these are not alike for all requests. */
  private List<TransferStage.Drawn> encodeAndDraw(List<TransferRequest> requests) {
    Encodings encodings = Encodings.neededBy(requests);
    boolean eachOnce = encodings.images().size() == requests.size();
    if (eachOnce && requests.stream().allMatch(request -> request.samplingSeed().isEmpty())) {
      return both.transfer(requests);
    }
    List<Latent> encoded = encode(encodings.images(), encodings.domains());
    List<Latent> latents = encodings.indices().stream().map(encoded::get).toList();
    List<RgbImage> images = draw(requests, latents);
    List<TransferStage.Drawn> drawn = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      drawn.add(new TransferStage.Drawn(latents.get(i), images.get(i)));
    }
    return drawn;
  }

  /** Encodes images of any size, each with the label of its own domain. */
  List<Latent> encode(List<RgbImage> images, List<DomainLabel> domains) {
    return encoder.encode(images, domains);
  }

  /** Decodes the means of latent codes, all with one blend of labels. */
  List<RgbImage> decode(List<Latent> latents, DomainLabel from, DomainLabel to, double strength) {
    int count = latents.size();
    return decoder.decode(
        latents,
        Collections.nCopies(count, labels.blend(from, to, strength)),
        Collections.nCopies(count, Levels.CLIPPED));
  }

  /** Drops what is kept from call to call; none is in flight. */
  void close() {
    workspaces.clear();
  }

  private List<RgbImage> draw(List<TransferRequest> requests, List<Latent> latents) {
    List<Latent> codes = new ArrayList<>(requests.size());
    List<float[]> weights = new ArrayList<>(requests.size());
    List<Levels> levels = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      TransferRequest request = requests.get(i);
      Latent latent = latents.get(i);
      codes.add(
          request.samplingSeed().isPresent()
              ? latent.sample(request.samplingSeed().getAsLong())
              : latent);
      weights.add(labels.blend(request.from(), request.to(), request.strength()));
      levels.add(request.levels());
    }
    return decoder.decode(codes, weights, levels);
  }

  private List<RgbImage> toOutput(List<TransferRequest> requests, List<TransferStage.Drawn> drawn) {
    List<RgbImage> outputs = new ArrayList<>(drawn.size());
    for (int i = 0; i < drawn.size(); i++) {
      TransferRequest request = requests.get(i);
      outputs.add(framing.toOutput(drawn.get(i).image(), request.outputSize(), request.image()));
    }
    return outputs;
  }
}
