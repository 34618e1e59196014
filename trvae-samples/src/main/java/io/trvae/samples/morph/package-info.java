/** Morphing: the pictures on the way between two faces and two domains, as a film. */
@NullMarked
package io.trvae.samples.morph;

import org.jspecify.annotations.NullMarked;
