/**
 * Decoding, converting, resampling and encoding of pictures; not exported.
 *
 * <p>Knows nothing of the public image type, so that the public package depends on this one and not
 * the other way round.
 */
@NullMarked
package io.trvae.internal.image;

import org.jspecify.annotations.NullMarked;
