package io.trvae.dl4j.internal.plan;

import java.util.List;

/**
 * What a backend does with the images of its calls.
 *
 * @param <C> what a call brings and takes away
 */
interface Computation<C> {

  /** Returns the work on one image, which several threads share. */
  Team.Work onOne(Session.Image<C> image);

  /** Computes images on the calling thread, at most a group. */
  void onGroup(List<Session.Image<C>> images);
}
