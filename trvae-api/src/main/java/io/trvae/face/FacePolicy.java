package io.trvae.face;

import java.util.Objects;
import java.util.Optional;

/**
 * Which faces of an image are transferred, and whether they go back into it.
 *
 * <table>
 * <caption>What a transfer returns</caption>
 * <tr><th>policy</th><th>the result's image</th></tr>
 * <tr><td>{@link #wholeImage()}, the default</td><td>the face alone</td></tr>
 * <tr><td>{@link #given given(face)}</td><td>the face alone, or the photo if put back</td></tr>
 * <tr><td>{@link #largest()}</td><td>the face alone, or the photo if put back</td></tr>
 * <tr><td>{@link #all()}</td><td>the photo with every face put back</td></tr>
 * </table>
 *
 * <pre>{@code
 * request.withFaces(FacePolicy.all());
 * request.withFaces(FacePolicy.largest().withPutBack(PutBack.matchingColours()).orWholeImage());
 * }</pre>
 *
 * @since 0.1.0
 */
public sealed interface FacePolicy {

  /** The image is a face already: its central square is what the model is given. */
  record WholeImage() implements FacePolicy {}

  /**
   * One face, where the caller says.
   *
   * @param face where; it has to {@linkplain Face#reachesInto reach into} the image
   * @param putBack how it goes back into the photo; empty to return the face alone
   */
  record Given(Face face, Optional<PutBack> putBack) implements FacePolicy {

    /** Checks for null. */
    public Given {
      Objects.requireNonNull(face, "face");
      Objects.requireNonNull(putBack, "putBack");
    }

    /**
     * Asks for the photo with the face put back.
     *
     * @param value how
     * @return a changed copy
     */
    public Given withPutBack(PutBack value) {
      return new Given(face, Optional.of(value));
    }
  }

  /** Whatever the pipeline's {@link FaceLocator} finds. */
  sealed interface Located extends FacePolicy {

    /**
     * Tells what to do where no face is found.
     *
     * @return true to take the central square for the face, false for a {@link NoFaceException}
     */
    boolean wholeImageIfNone();
  }

  /**
   * The face with the longest side of those that the pipeline's locator finds; of equals the first.
   *
   * @param putBack how it goes back into the photo; empty to return the face alone
   * @param wholeImageIfNone whether the central square counts as the face where none is found; else
   *     that is a {@link NoFaceException}
   */
  record Largest(Optional<PutBack> putBack, boolean wholeImageIfNone) implements Located {

    /** Checks for null. */
    public Largest {
      Objects.requireNonNull(putBack, "putBack");
    }

    /**
     * Asks for the photo with the face put back.
     *
     * @param value how
     * @return a changed copy
     */
    public Largest withPutBack(PutBack value) {
      return new Largest(Optional.of(value), wholeImageIfNone);
    }

    /**
     * Takes the central square for the face where none is found.
     *
     * @return a changed copy
     */
    public Largest orWholeImage() {
      return new Largest(putBack, true);
    }
  }

  /**
   * Every face that the pipeline's locator finds, put back into the photo one after the other:
   * where masks overlap, later faces lie over earlier ones.
   *
   * @param putBack how they go back
   * @param wholeImageIfNone whether the central square counts as the face where none is found; else
   *     that is a {@link NoFaceException}
   */
  record All(PutBack putBack, boolean wholeImageIfNone) implements Located {

    /** Checks for null. */
    public All {
      Objects.requireNonNull(putBack, "putBack");
    }

    /**
     * Changes how the faces go back.
     *
     * @param value how
     * @return a changed copy
     */
    public All withPutBack(PutBack value) {
      return new All(value, wholeImageIfNone);
    }

    /**
     * Takes the central square for the face where none is found.
     *
     * @return a changed copy
     */
    public All orWholeImage() {
      return new All(putBack, true);
    }
  }

  /**
   * Takes the whole image for a face.
   *
   * @return the default of a request
   */
  static WholeImage wholeImage() {
    return new WholeImage();
  }

  /**
   * Takes the face where the caller says.
   *
   * @param face where
   * @return a policy that returns the face alone, unless changed
   */
  static Given given(Face face) {
    return new Given(face, Optional.empty());
  }

  /**
   * Takes the largest face; the pipeline needs a {@link FaceLocator}.
   *
   * @return a policy that returns the face alone and fails where there is none, unless changed
   */
  static Largest largest() {
    return new Largest(Optional.empty(), false);
  }

  /**
   * Takes every face; the pipeline needs a {@link FaceLocator}.
   *
   * @return a policy that puts back {@linkplain PutBack#plain() plainly} and fails where there is
   *     none, unless changed
   */
  static All all() {
    return new All(PutBack.plain(), false);
  }
}
