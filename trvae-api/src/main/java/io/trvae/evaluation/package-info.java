/**
 * Measures how well a model transfers: what an output keeps of its input, how varied and how sharp
 * outputs are, how close they come to real images of their domain, and what latent codes give away.
 *
 * <p>All measures are computed in double precision, hold no state and give the same result for the
 * same arguments. Those that take long use the common pool beside the calling thread.
 */
@NullMarked
package io.trvae.evaluation;

import org.jspecify.annotations.NullMarked;
