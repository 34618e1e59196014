package io.trvae.internal.pipeline;

import io.trvae.RgbImage;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.face.Face;
import io.trvae.face.FaceLocator;
import io.trvae.face.FacePolicy;
import io.trvae.face.NoFaceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is around the stages that know whole images only: faces are cut out before and put back
 * after. Requests for whole images pass through untouched.
 */
final class FaceStage {

  private final Optional<FaceLocator> locator;
  private final int modelSize;
  private final BatchTransfer stages;

  FaceStage(Optional<FaceLocator> locator, int modelSize, BatchTransfer stages) {
    this.locator = locator;
    this.modelSize = modelSize;
    this.stages = stages;
  }

  /**
   * Checks that a request can be served.
   *
   * @throws IllegalStateException if it needs a locator that is not there
   */
  void check(TransferRequest request) {
    if (request.faces() instanceof FacePolicy.Located && locator.isEmpty()) {
      throw new IllegalStateException(
          request.faces()
              + " needs a face locator, and the pipeline has none: give it one with"
              + " TransferPipeline.Builder.faceLocator, or say where the face is with"
              + " FacePolicy.given");
    }
  }

  /**
   * Transfers a batch.
   *
   * @param requests the images; they may come to more faces than a batch has room for
   * @param first the index of the first of them among all requests of the call
   * @param beforeEach runs before each image that faces are looked for in, and each batch of faces
   */
  List<TransferResult> transfer(List<TransferRequest> requests, int first, Runnable beforeEach) {
    long start = System.nanoTime();
    List<Optional<FacesInPhoto>> photos = cut(requests, first, beforeEach);
    List<TransferRequest> inputs = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      inputs.addAll(photos.get(i).map(FacesInPhoto::inputs).orElse(List.of(requests.get(i))));
    }
    List<TransferResult> drawn = new ArrayList<>(inputs.size());
    for (List<TransferRequest> batch : DefaultTransferPipeline.batches(inputs)) {
      beforeEach.run();
      drawn.addAll(stages.transfer(batch));
    }
    return join(photos, drawn, start);
  }

  private List<Optional<FacesInPhoto>> cut(
      List<TransferRequest> requests, int first, Runnable beforeEach) {
    List<Optional<FacesInPhoto>> photos = new ArrayList<>(requests.size());
    Optional<RgbImage> searched = Optional.empty();
    List<Face> found = List.of();
    for (TransferRequest request : requests) {
      if (request.faces() instanceof FacePolicy.Located
          && !searched.equals(Optional.of(request.image()))) {
        beforeEach.run();
        searched = Optional.of(request.image());
        found = List.copyOf(locator.orElseThrow().locate(request.image()));
      }
      photos.add(cut(request, found, first + photos.size()));
    }
    return photos;
  }

  /** Returns nothing where the image is to be transferred as it is. */
  private Optional<FacesInPhoto> cut(TransferRequest request, List<Face> found, int index) {
    FacePolicy policy = request.faces();
    if (policy instanceof FacePolicy.Located located) {
      List<Face> faces = faces(located, found, request.image(), index);
      return found.isEmpty() && FacesInPhoto.putBack(policy).isEmpty()
          ? Optional.empty()
          : Optional.of(FacesInPhoto.cut(request, found, faces, modelSize));
    }
    return policy instanceof FacePolicy.Given given
        ? Optional.of(FacesInPhoto.cut(request, List.of(), List.of(given.face()), modelSize))
        : Optional.empty();
  }

  private static List<Face> faces(
      FacePolicy.Located policy, List<Face> found, RgbImage image, int index) {
    if (found.isEmpty()) {
      if (policy.wholeImageIfNone()) {
        return List.of(Face.centreSquareOf(image));
      }
      throw new NoFaceException(
          ("No face was found in a picture of %dx%d pixels, that of requests[%d]; give a picture"
                  + " where one is seen from the front, say where it is with FacePolicy.given, or"
                  + " take the whole image for it with orWholeImage()")
              .formatted(image.width(), image.height(), index),
          index);
    }
    return policy instanceof FacePolicy.All
        ? found
        : List.of(Collections.max(found, Comparator.comparingDouble(Face::side)));
  }

  private static List<TransferResult> join(
      List<Optional<FacesInPhoto>> photos, List<TransferResult> drawn, long start) {
    List<TransferResult> results = new ArrayList<>(photos.size());
    int next = 0;
    for (Optional<FacesInPhoto> photo : photos) {
      int end = next + photo.map(faces -> faces.inputs().size()).orElse(1);
      List<TransferResult> own = drawn.subList(next, end);
      results.add(photo.isPresent() ? photo.get().join(own, start) : own.get(0));
      next = end;
    }
    return results;
  }
}
