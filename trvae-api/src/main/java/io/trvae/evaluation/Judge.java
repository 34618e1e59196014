package io.trvae.evaluation;

/**
 * A network that knows real images of the domains, trained apart from the model that it judges.
 *
 * <p>An {@link Evaluator} asks it on its own thread only.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Judge {

  /**
   * Looks at images.
   *
   * @param images the images, of the data set's size
   * @return what it saw, image by image
   */
  Verdict judge(ImageBatch images);

  /**
   * What a judge saw.
   *
   * @param logits {@code [image][domain]}, the domains in the data set's order; the largest logit
   *     names the domain that the image seems to belong to
   * @param features {@code [image][feature]}, a description of the image, as long for each
   * @since 0.1.0
   */
  record Verdict(float[][] logits, float[][] features) {}
}
