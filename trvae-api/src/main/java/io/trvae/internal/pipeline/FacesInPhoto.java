package io.trvae.internal.pipeline;

import io.trvae.OutputSize;
import io.trvae.RgbImage;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.face.Face;
import io.trvae.face.FacePolicy;
import io.trvae.face.PutBack;
import io.trvae.face.TransferredFace;
import io.trvae.internal.face.ColourMatch;
import io.trvae.internal.face.FaceCanvas;
import io.trvae.internal.face.FaceCutter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request for faces within a photo, and what it comes down to: requests for whole images.
 *
 * @param request what was asked for
 * @param found what the locator has found
 * @param faces which of the photo's squares are transferred
 * @param inputs a request for each of them: the face alone, cut out at the model's size
 */
record FacesInPhoto(
    TransferRequest request, List<Face> found, List<Face> faces, List<TransferRequest> inputs) {

  static FacesInPhoto cut(
      TransferRequest request, List<Face> found, List<Face> faces, int modelSize) {
    FaceCutter cutter = new FaceCutter(request.image());
    List<TransferRequest> inputs = new ArrayList<>(faces.size());
    for (Face face : faces) {
      inputs.add(
          new TransferRequest(
              cutter.cut(face, modelSize),
              request.from(),
              request.to(),
              request.strength(),
              request.samplingSeed(),
              outputSize(request, face),
              request.levels(),
              FacePolicy.wholeImage()));
    }
    return new FacesInPhoto(request, found, faces, inputs);
  }

  /** A face alone may be wanted as large as it is in the photo; one to put back is as drawn. */
  private static OutputSize outputSize(TransferRequest request, Face face) {
    if (putBack(request.faces()).isPresent()) {
      return OutputSize.ofModel();
    }
    if (request.outputSize() instanceof OutputSize.OfInput) {
      long side = Math.round(face.side());
      return OutputSize.pixels((int) Math.max(1, Math.min(OutputSize.MAX_PIXELS, side)));
    }
    return request.outputSize();
  }

  /**
   * Makes one result of those of the inputs.
   *
   * @param drawn their results
   * @param start when work on the batch began, by {@link System#nanoTime}
   */
  TransferResult join(List<TransferResult> drawn, long start) {
    List<TransferredFace> transferred = new ArrayList<>(faces.size());
    for (int i = 0; i < faces.size(); i++) {
      TransferredFace alone = drawn.get(i).faces().get(0);
      transferred.add(new TransferredFace(faces.get(i), alone.image(), alone.latent()));
    }
    RgbImage image =
        putBack(request.faces())
            .map(how -> photo(transferred, how))
            .orElseGet(() -> drawn.get(0).image());
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    return new TransferResult(image, found, transferred, request.from(), request.to(), duration);
  }

  private RgbImage photo(List<TransferredFace> transferred, PutBack how) {
    FaceCanvas canvas = new FaceCanvas(request.image());
    for (int i = 0; i < transferred.size(); i++) {
      RgbImage drawn = transferred.get(i).image();
      canvas.put(
          faces.get(i),
          how.matchColours() ? ColourMatch.match(drawn, inputs.get(i).image()) : drawn);
    }
    return canvas.toImage();
  }

  static Optional<PutBack> putBack(FacePolicy policy) {
    if (policy instanceof FacePolicy.All all) {
      return Optional.of(all.putBack());
    }
    if (policy instanceof FacePolicy.Largest largest) {
      return largest.putBack();
    }
    return policy instanceof FacePolicy.Given given ? given.putBack() : Optional.empty();
  }
}
