package io.trvae.samples.morph;

import io.trvae.DomainLabel;
import io.trvae.Latent;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from one face in one domain to another face in another: latent code and label change
 * together, each linearly.
 *
 * @param first the code of the face at the beginning
 * @param from the domain that it is drawn in
 * @param last the code of the face at the end; the same one to change the domain only
 * @param to the domain that it is drawn in; the same one to change the face only
 */
public record Transition(Latent first, DomainLabel from, Latent last, DomainLabel to) {

  /**
   * Draws pictures along the way, evenly spaced.
   *
   * @param pipeline draws them, by the model that has encoded the codes
   * @param count how many, at least 2: the first and the last are the two ends
   * @return the pictures, at the model's size
   * @throws IllegalArgumentException if the count is below 2, or the codes differ in size
   */
  public List<RgbImage> frames(TransferPipeline pipeline, int count) {
    if (count < 2) {
      throw new IllegalArgumentException("frames " + count + " is below 2");
    }
    List<RgbImage> frames = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      double amount = i / (count - 1.0);
      frames.add(pipeline.decoder().decode(first.interpolate(last, amount), from, to, amount));
    }
    return frames;
  }
}
