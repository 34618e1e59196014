package io.trvae.evaluation;

import io.trvae.DomainLabel;
import java.util.List;

/**
 * A network that knows real images of the domains, trained apart from the model that it judges.
 *
 * <p>An {@link Evaluator} asks it on its own thread only.
 *
 * @since 0.1.0
 */
public interface Judge {

  /**
   * Returns the domains that it knows, which need not be those of the model.
   *
   * @return the domains, in the order of the logits
   */
  List<DomainLabel> domains();

  /**
   * Looks at images.
   *
   * @param images the images, of any size
   * @return what it saw, image by image
   */
  Verdict judge(ImageBatch images);

  /**
   * What a judge saw.
   *
   * @param logits {@code [image][domain]}, in the order of {@link #domains()}; the largest logit
   *     names the domain that the image seems to belong to
   * @param features {@code [image][feature]}, a description of the image, as long for each
   * @since 0.1.0
   */
  record Verdict(float[][] logits, float[][] features) {}
}
