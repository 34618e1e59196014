package io.trvae.samples;

import io.trvae.dl4j.TrainedFaceLocator;
import io.trvae.face.Face;
import io.trvae.face.FacePolicy;
import io.trvae.face.PutBack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which faces of a picture are drawn anew, and whether they go back into it. */
final class FaceOptions {

  @Option(
      names = "--faces",
      paramLabel = "whole|largest|all",
      description =
          "Which faces to look for in a photo: none, its central square is the face; the largest;"
              + " or all, which are put back. Default: whole.")
  private @Nullable FacePolicy faces;

  @Option(
      names = "--face",
      paramLabel = "X,Y,SIDE[,ROLL]",
      description =
          "Where the face is: the centre and the side, in pixels, of a square with hair and chin in"
              + " view and the eyes at 45 %% from its top, and by how many degrees the head leans"
              + " clockwise.")
  private @Nullable Face face;

  @Option(
      names = "--put-back",
      paramLabel = "plain|matched",
      description =
          "Put the face back into the picture, which keeps its size: in the colours drawn, or"
              + " matched to those of the face that it replaces. Default: the face alone, or plain"
              + " with --faces all.")
  private @Nullable PutBack putBack;

  @Option(
      names = "--or-whole",
      description =
          "Take the central square for the face where none is found; without it that is an error.")
  private boolean orWhole;

  @Mixin private LocatorOption locator;

  /**
   * Returns what the options ask for.
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  FacePolicy policy() {
    if (face != null) {
      if (faces != null) {
        throw new IllegalArgumentException("--face says where the face is: leave --faces out");
      }
      FacePolicy.Given given = FacePolicy.given(face);
      return putBack == null ? given : given.withPutBack(putBack);
    }
    if (faces instanceof FacePolicy.Largest largest) {
      FacePolicy.Largest policy = putBack == null ? largest : largest.withPutBack(putBack);
      return orWhole ? policy.orWholeImage() : policy;
    }
    if (faces instanceof FacePolicy.All all) {
      FacePolicy.All policy = putBack == null ? all : all.withPutBack(putBack);
      return orWhole ? policy.orWholeImage() : policy;
    }
    if (putBack != null) {
      throw new IllegalArgumentException(
          "--put-back needs --face, or --faces largest or all: where is it to go?");
    }
    return FacePolicy.wholeImage();
  }

  /** Opens what finds the faces, to be closed by the caller; null where nothing is looked for. */
  @Nullable TrainedFaceLocator openLocator() {
    return policy() instanceof FacePolicy.Located ? locator.open() : null;
  }
}
